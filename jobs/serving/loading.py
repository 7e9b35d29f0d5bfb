"""Loads a base and the adapter on it, once, so that either answers; no code that comes with them is run."""

from dataclasses import dataclass
from typing import Any

import torch
from adapter_switch import AdapterSwitch, Switched
from model_folder import ModelFolder, ModelFolderError
from peft import LoraConfig, get_peft_model, get_peft_model_state_dict, set_peft_model_state_dict
from safetensors import SafetensorError
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM, AutoModelForSequenceClassification, AutoTokenizer

# Pickles, classes of the folder's own and kernels from elsewhere would be code.
_SAFE: dict[str, Any] = {"trust_remote_code": False, "local_files_only": True}
_SAFE_WEIGHTS: dict[str, Any] = {**_SAFE, "use_safetensors": True, "attn_implementation": "sdpa"}


@dataclass(frozen=True)
class Loaded:
    """What answers.

    Attributes:
        tuned: The model with its adapter: a causal language model, or a classifier.
        base: The causal language model without it.
        tokenizer: The base's tokenizer.
        device: Where the weights are.
    """

    tuned: Switched
    base: Switched
    tokenizer: Any
    device: str


def load(model: ModelFolder) -> Loaded:
    """Loads a model from its folder.

    Raises:
        ModelFolderError: It can't be read, or the adapter doesn't fit the base.
    """
    device = "cuda" if torch.cuda.is_available() else "cpu"
    precise = torch.bfloat16 if device == "cuda" and torch.cuda.is_bf16_supported() else torch.float32
    try:
        tokenizer = AutoTokenizer.from_pretrained(model.base, **_SAFE)
        if tokenizer.pad_token is None:
            tokenizer.pad_token = tokenizer.eos_token
        causal = AutoModelForCausalLM.from_pretrained(model.base, dtype=precise, **_SAFE_WEIGHTS)
        tunable = _classifier(model, causal, tokenizer) if model.labels else causal
        tuned = get_peft_model(tunable, LoraConfig(**{**model.adapter, "inference_mode": True}))
        weights = load_file(model.weights)
        missing = get_peft_model_state_dict(tuned).keys() ^ weights.keys()
        if missing:
            raise ModelFolderError(f"the adapter in {model.folder} doesn't fit its base: {sorted(missing)[:3]}")
        set_peft_model_state_dict(tuned, weights)
    except (OSError, ValueError, RuntimeError, KeyError, TypeError, SafetensorError) as error:
        raise ModelFolderError(f"the model in {model.folder} can't be loaded: {error}") from error
    tuned.to(device).eval()
    switch = AdapterSwitch(tuned)
    return Loaded(
        Switched(tuned, switch, adapted=True),
        Switched(causal.to(device).eval(), switch, adapted=False),
        tokenizer,
        device,
    )


def _classifier(model: ModelFolder, causal: Any, tokenizer: Any) -> Any:  # noqa: ANN401
    """Returns a classifier with the language model's own layers and a head of its own."""
    names = dict(enumerate(model.labels))
    numbers = {label: number for number, label in names.items()}
    classifier = AutoModelForSequenceClassification.from_pretrained(
        model.base, num_labels=len(names), id2label=names, label2id=numbers, dtype=causal.dtype, **_SAFE_WEIGHTS
    )
    classifier.config.pad_token_id = tokenizer.pad_token_id
    setattr(classifier, classifier.base_model_prefix, getattr(causal, causal.base_model_prefix))
    return classifier
