"""Loads the base model and its tokenizer, and describes the adapter that is trained on top."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from base_folder import find_base
from device import Device
from failures import Failure
from peft import LoraConfig, TaskType
from settings import Settings
from transformers import AutoModelForCausalLM, AutoModelForSequenceClassification, AutoTokenizer
from trl.chat_template_utils import has_generation_markers


@dataclass(frozen=True)
class Base:
    """The model to be tuned.

    Attributes:
        model: The language model, with a new head on it where it is to classify.
        tokenizer: Its tokenizer; one with a chat template unless it is to classify.
        marks_assistant: Whether the chat template marks what the assistant says.
    """

    model: Any
    tokenizer: Any
    marks_assistant: bool


def load_base(settings: Settings, device: Device, labels: Sequence[str] = ()) -> Base:
    """Loads the model from its folder or from the hub; runs no code that comes with it.

    Args:
        settings: Names the model.
        device: Says how precisely its weights are held.
        labels: What texts are to be put under, for a model that is to classify.

    Raises:
        Failure: It can't be loaded, or its tokenizer has no chat template where one is needed.
    """
    # Weights in pickles and classes of the folder's own would run code: only safetensors and known classes are read.
    safe: dict[str, Any] = {"trust_remote_code": False}
    base = find_base(settings.model)
    try:
        tokenizer = AutoTokenizer.from_pretrained(base.tokenizer, **safe)
        safe |= {"use_safetensors": True, "attn_implementation": "sdpa", "dtype": device.weights}
        if labels:
            names = dict(enumerate(labels))
            numbers = {label: number for number, label in names.items()}
            model = AutoModelForSequenceClassification.from_pretrained(
                base.weights, num_labels=len(names), id2label=names, label2id=numbers, **safe
            )
        else:
            model = AutoModelForCausalLM.from_pretrained(base.weights, **safe)
    except (OSError, ValueError) as error:
        kind = "folder" if Path(settings.model).is_dir() else "hub id"
        raise Failure(f"the model {settings.model} ({kind}) can't be loaded: {error}") from error
    if tokenizer.chat_template is None and not labels:
        raise Failure(f"the model {settings.model} has no chat template: take one that is tuned for chat")
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token
    model.config.pad_token_id = tokenizer.pad_token_id
    marks = tokenizer.chat_template is not None and has_generation_markers(tokenizer.chat_template)
    return Base(model, tokenizer, marks)


def adapter_config(settings: Settings) -> LoraConfig:
    """Returns the adapter: low-rank matrices on every linear layer but the output, and all of a new head."""
    return LoraConfig(
        # With the first, peft trains and saves the head too.
        task_type=TaskType.SEQ_CLS if settings.kind == "classification" else TaskType.CAUSAL_LM,
        r=settings.lora_rank,
        lora_alpha=settings.lora_alpha or 2 * settings.lora_rank,
        lora_dropout=settings.lora_dropout,
        target_modules="all-linear",
    )
