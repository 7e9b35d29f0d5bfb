"""Loads the base model and its tokenizer, and describes the adapter that is trained on top."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from arguments import Settings
from device import Device
from failures import Failure
from peft import LoraConfig, TaskType
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl.chat_template_utils import has_generation_markers


@dataclass(frozen=True)
class Base:
    """The model to be tuned.

    Attributes:
        model: The causal language model.
        tokenizer: Its tokenizer, with a chat template.
        marks_assistant: Whether the chat template marks what the assistant says.
    """

    model: Any
    tokenizer: Any
    marks_assistant: bool


def load_base(settings: Settings, device: Device) -> Base:
    """Loads the model from its folder or from the hub.

    Raises:
        Failure: It can't be loaded, or its tokenizer has no chat template.
    """
    try:
        tokenizer = AutoTokenizer.from_pretrained(settings.model)
        model = AutoModelForCausalLM.from_pretrained(settings.model, dtype=device.weights)
    except (OSError, ValueError) as error:
        kind = "folder" if Path(settings.model).is_dir() else "hub id"
        raise Failure(f"the model {settings.model} ({kind}) can't be loaded: {error}") from error
    if tokenizer.chat_template is None:
        raise Failure(f"the model {settings.model} has no chat template: take one that is tuned for chat")
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token
    return Base(model, tokenizer, has_generation_markers(tokenizer.chat_template))


def adapter_config(settings: Settings) -> LoraConfig:
    """Returns the adapter: low-rank matrices on every linear layer but the output."""
    return LoraConfig(
        task_type=TaskType.CAUSAL_LM,
        r=settings.lora_rank,
        lora_alpha=settings.lora_alpha or 2 * settings.lora_rank,
        lora_dropout=settings.lora_dropout,
        target_modules="all-linear",
    )
