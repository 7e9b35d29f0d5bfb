"""Where weights and tokenizer of the base model lie: in one folder, or in the parts of an MLflow model."""

from dataclasses import dataclass
from pathlib import Path

# Weights, and the tokenizer where it isn't with them. Azure's registry has its models so, some one folder further down
# (Azure/azureml-assets, what its own inference code reads, 2026-07).
_PARTS = (("model", "components/tokenizer"), ("data/model", "data/tokenizer"))
_ABOVE = (".", "mlflow_model_folder")


@dataclass(frozen=True)
class BaseFolder:
    """What the base model is read from; the same twice for an ordinary folder and for an id on the hub."""

    weights: str
    tokenizer: str

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders that exist, each once; none for an id on the hub."""
        return tuple(folder for folder in dict.fromkeys((Path(self.tokenizer), Path(self.weights))) if folder.is_dir())


def find_base(model: str) -> BaseFolder:
    """Returns where the parts of a model lie.

    Args:
        model: A folder, or an id on the Hugging Face hub, which is returned as it is.
    """
    folder = Path(model)
    if folder.is_dir() and not (folder / "config.json").is_file():
        for above in _ABOVE:
            for weights, tokenizer in _PARTS:
                found, apart = folder / above / weights, folder / above / tokenizer
                if (found / "config.json").is_file():
                    together = (found / "tokenizer_config.json").is_file() or not apart.is_dir()
                    return BaseFolder(str(found), str(found if together else apart))
    return BaseFolder(model, model)
