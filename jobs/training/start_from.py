"""Lets training begin at an adapter that was tuned before, in place of at nothing."""

from pathlib import Path
from typing import Any

from failures import Failure
from peft import load_peft_weights, set_peft_model_state_dict
from settings import Settings


def start_from(model: Any, settings: Settings) -> None:  # noqa: ANN401 -- peft's, whatever it wraps
    """Takes over the weights of the adapter that the settings name, if they name one.

    Args:
        model: The base with the new adapter on it.
        settings: Name the folder of the earlier adapter, which has to be of the same rank and layers.

    Raises:
        Failure: It can't be read, or doesn't fit the new one.
    """
    folder = settings.start_from
    if folder is None:
        return
    try:
        # Only safetensors: a pickle would run code.
        if not (Path(folder) / "adapter_model.safetensors").is_file():
            raise Failure(f"there is no adapter_model.safetensors in {folder} to start from")
        found = set_peft_model_state_dict(model, load_peft_weights(str(folder), device="cpu"))
    except (OSError, ValueError) as error:
        raise Failure(f"can't start from {folder}: {str(error).splitlines()[0]}") from error
    except RuntimeError as error:  # torch's, of many lines, a line each matrix
        message = f"can't start from {folder}: its matrices are of another size; take the same --lora-rank"
        raise Failure(message) from error
    missing = [name for name in found.missing_keys if "lora_" in name]
    if found.unexpected_keys or missing:
        raise Failure(f"can't start from {folder}: it is an adapter of other layers")
