"""A language model that answers chats."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ServedModel:
    """A model that answers.

    Attributes:
        name: What requests call it.
        label: What answers call it: the weights that really ran.
        network: The causal language model.
        tokenizer: The base's tokenizer.
        ends: Tokens that end a turn.
        context: Longest sequence in tokens.
        device: Where its weights are, as torch calls it.
    """

    name: str
    label: str
    network: Any
    tokenizer: Any
    ends: frozenset[int]
    context: int
    device: str = "cpu"


def served(name: str, label: str, network: Any, tokenizer: Any, device: str = "cpu") -> ServedModel:  # noqa: ANN401 -- transformers' models have no common type
    """Returns a model that answers, with what its configuration says of ends and lengths."""
    configured = network.generation_config.eos_token_id
    ends = configured if isinstance(configured, list) else [configured, tokenizer.eos_token_id]
    return ServedModel(
        name=name,
        label=label,
        network=network,
        tokenizer=tokenizer,
        ends=frozenset(end for end in ends if end is not None),
        context=network.config.max_position_embeddings,
        device=device,
    )
