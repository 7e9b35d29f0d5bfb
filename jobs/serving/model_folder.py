"""The folder of a tuned model: a base, an adapter on it, and what they are called."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# What an adapter may say of itself. Others of peft's settings name modules to import or files to read.
_KNOWN = (
    "r",
    "lora_alpha",
    "lora_dropout",
    "target_modules",
    "modules_to_save",
    "task_type",
    "bias",
    "use_rslora",
    "rank_pattern",
    "alpha_pattern",
    "exclude_modules",
    "layers_to_transform",
    "layers_pattern",
    "fan_in_fan_out",
)
_WEIGHTS = "adapter_model.safetensors"


class ModelFolderError(Exception):
    """The folder holds no model that can be served; the message says what is missing or refused."""


@dataclass(frozen=True)
class ModelFolder:
    """A tuned model on disk.

    Attributes:
        folder: Holds ``base`` and ``adapter``.
        adapter: What the adapter says of itself, as far as it is known to be harmless.
        labels: What it puts texts under; none where it answers chats.
        base_label: What answers call the base.
        tuned_label: What answers call the tuned model.
    """

    folder: Path
    adapter: dict[str, Any]
    labels: tuple[str, ...]
    base_label: str
    tuned_label: str

    @property
    def base(self) -> Path:
        """The folder of the base."""
        return self.folder / "base"

    @property
    def weights(self) -> Path:
        """The adapter's weights."""
        return self.folder / "adapter" / _WEIGHTS


def find_model(root: Path) -> ModelFolder:
    """Returns the tuned model in a folder, or in a folder in it: a registered model keeps its own folder's name.

    Raises:
        ModelFolderError: There is none, or what there is can't be read without running its code.
    """
    places = [root, *sorted(root.glob("*/")), *sorted(root.glob("*/*/"))]
    folder = next((place for place in places if (place / "adapter" / "adapter_config.json").is_file()), None)
    if folder is None:
        raise ModelFolderError(f"{root} holds no folder 'adapter' with adapter_config.json")
    for needed in (folder / "adapter" / _WEIGHTS, folder / "base" / "config.json"):
        if not needed.is_file():
            raise ModelFolderError(f"{needed} is missing: a model is served from safetensors, with its base beside it")
    if not list((folder / "base").glob("*.safetensors")):
        raise ModelFolderError(f"{folder / 'base'} has no safetensors: other weights would run code when they are read")
    summary = _json(folder / "summary.json")
    # Weights may say what they are, whatever the job called them.
    base_label = _json(folder / "base" / "made_by.json").get("label") or summary.get("base") or folder.name
    labels = _json(folder / "adapter" / "labels.json", [])
    return ModelFolder(
        folder=folder,
        adapter=_adapter(_json(folder / "adapter" / "adapter_config.json")),
        labels=tuple(str(label) for label in labels),
        base_label=str(base_label),
        tuned_label=f"{base_label}+{summary.get('model_id') or 'tuned'}",
    )


def _adapter(configuration: dict[str, Any]) -> dict[str, Any]:
    if configuration.get("peft_type") != "LORA":
        raise ModelFolderError(f"the adapter is of the kind {configuration.get('peft_type')!r}, not LORA")
    return {name: configuration[name] for name in _KNOWN if configuration.get(name) is not None}


def _json(file: Path, otherwise: Any = None) -> Any:  # noqa: ANN401 -- whatever JSON holds
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {} if otherwise is None else otherwise
    except ValueError as error:
        raise ModelFolderError(f"{file} is not JSON: {error}") from error
