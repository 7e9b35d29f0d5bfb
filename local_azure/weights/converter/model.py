"""A causal language model of the Llama family as the converter hands it on: sizes, weights, tokenizer, a note."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Sizes:
    """The sizes of a Llama model.

    Attributes:
        layers: Number of layers.
        hidden: Width of the hidden state.
        feed_forward: Width of the feed-forward layers.
        heads: Attention heads.
        key_value_heads: Heads of keys and values; each serves several attention heads.
        vocabulary: Number of tokens.
        context: Longest sequence, in tokens.
        rope_base: Base of the rotary embedding.
        norm_epsilon: What the norms add below the root.
    """

    layers: int
    hidden: int
    feed_forward: int
    heads: int
    key_value_heads: int
    vocabulary: int
    context: int
    rope_base: float
    norm_epsilon: float


@dataclass(frozen=True)
class Vocabulary:
    """The tokenizer with the tokens that have a role of their own.

    Attributes:
        tokenizer: Turns text into tokens and back.
        tokens: Every token's text by its number.
        begin: Number of the token that begins a turn.
        end: Number of the token that ends a turn.
        pad: Number of the token that fills up.
        unknown: Number of the token for what can't be said otherwise.
    """

    tokenizer: Tokenizer
    tokens: tuple[str, ...]
    begin: int
    end: int
    pad: int
    unknown: int


@dataclass(frozen=True)
class Model:
    """Everything that a model folder is written from.

    Attributes:
        sizes: The sizes.
        weights: The weights under the names that transformers' Llama gives them.
        vocabulary: The tokenizer.
        note: What README.md says.
    """

    sizes: Sizes
    weights: dict[str, Array]
    vocabulary: Vocabulary
    note: str
