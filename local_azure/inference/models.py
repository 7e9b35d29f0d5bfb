"""The base model and the adapters on it, each merged into weights of its own: no batch has to switch adapters."""

import threading
from pathlib import Path
from typing import Any

import torch
from api_error import ApiError
from peft import PeftModel
from served_model import ServedModel, served
from transformers import AutoModelForCausalLM, AutoTokenizer

_BASE = "base"
_MOST_ADAPTERS = 6  # each holds weights of its own: 0.4 GB for SmolLM2-135M


class Models:
    """What is served, by name.

    Args:
        folder: The base model's folder.
        label: What answers call the base model.
    """

    def __init__(self, folder: Path, label: str) -> None:
        self._folder = folder
        self._tokenizer = AutoTokenizer.from_pretrained(folder)
        self._base = served(_BASE, label, _load(folder), self._tokenizer)
        self._adapters: dict[str, ServedModel] = {}
        self._changing = threading.Lock()

    def names(self) -> list[str]:
        """Returns the names of all models, the base first."""
        return [_BASE, *sorted(self._adapters)]

    def get(self, name: str) -> ServedModel:
        """Returns a model.

        Raises:
            ApiError: 404 when there is none of that name.
        """
        found = self._base if name == _BASE else self._adapters.get(name)
        if found is None:
            raise ApiError(404, "model_not_found", f"there is no model '{name}'; there are {', '.join(self.names())}")
        return found

    def add(self, name: str, folder: Path) -> None:
        """Merges an adapter into a copy of the base weights and serves it; replaces one of the same name.

        The product is computed once instead of beside every layer at every token. Requests that are being answered
        keep the model they began with.

        Raises:
            ApiError: 400 when the folder holds no adapter for this base, 409 when there are too many.
        """
        if name == _BASE:
            raise ApiError(400, "invalid_request", f"'{_BASE}' is the base model's name; give the adapter another one")
        if not (folder / "adapter_config.json").is_file():
            raise ApiError(400, "adapter_not_found", f"{folder} holds no adapter (adapter_config.json is missing)")
        with self._changing:
            if name not in self._adapters and len(self._adapters) >= _MOST_ADAPTERS:
                raise ApiError(409, "too_many_adapters", f"{_MOST_ADAPTERS} adapters are loaded; delete one first")
            label = f"{self._base.label}+{name}"
            self._adapters[name] = served(name, label, self._merged(folder), self._tokenizer)

    def remove(self, name: str) -> None:
        """Stops serving an adapter.

        Raises:
            ApiError: 404 when there is none of that name.
        """
        with self._changing:
            if self._adapters.pop(name, None) is None:
                raise ApiError(404, "adapter_not_found", f"there is no adapter '{name}'")

    def _merged(self, folder: Path) -> Any:  # noqa: ANN401 -- transformers' models have no common type
        try:
            merged = PeftModel.from_pretrained(_load(self._folder), str(folder)).merge_and_unload()
        except (ValueError, RuntimeError, OSError, KeyError, TypeError) as error:
            raise ApiError(
                400, "adapter_not_loadable", f"the adapter in {folder} doesn't fit the base: {error}"
            ) from error
        # The adapter doesn't change the embedding, a fifth of a small model: every copy uses the base's.
        merged.set_input_embeddings(self._base.network.get_input_embeddings())
        merged.tie_weights()
        return merged.eval()


def _load(folder: Path) -> Any:  # noqa: ANN401
    return AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
