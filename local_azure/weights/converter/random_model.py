"""Makes up a tiny Llama model with random weights and a byte-level tokenizer: for tests that take seconds."""

import numpy as np
from model import Array, Model, Sizes, Vocabulary
from tokenizers import AddedToken, Tokenizer, decoders, pre_tokenizers
from tokenizers.models import BPE

_SIZES = Sizes(
    layers=4, hidden=128, feed_forward=384, heads=4, key_value_heads=2, vocabulary=260, context=4096,
    rope_base=10_000.0, norm_epsilon=1e-5,
)  # fmt: skip
_SPREAD = 0.02  # standard deviation that transformers' Llama starts from
_SPECIAL = ("<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|pad|>")
_NOTE = """# tiny-random

Random weights, made on the spot: it says nothing sensible, before training or after.
For quick tests of what is around it.
"""


def make(seed: int) -> Model:
    """Returns the model; the same seed makes the same weights.

    Args:
        seed: Where the random numbers start.
    """
    return Model(_SIZES, _weights(np.random.default_rng(seed)), _vocabulary(), _NOTE)


def _weights(random: np.random.Generator) -> dict[str, Array]:
    hidden, wide = _SIZES.hidden, _SIZES.feed_forward
    narrow = hidden // _SIZES.heads * _SIZES.key_value_heads
    shapes = {
        "self_attn.q_proj": (hidden, hidden),
        "self_attn.k_proj": (narrow, hidden),
        "self_attn.v_proj": (narrow, hidden),
        "self_attn.o_proj": (hidden, hidden),
        "mlp.gate_proj": (wide, hidden),
        "mlp.up_proj": (wide, hidden),
        "mlp.down_proj": (hidden, wide),
    }
    ones = np.ones(hidden, dtype=np.float32)
    weights = {"model.embed_tokens.weight": _normal(random, (_SIZES.vocabulary, hidden)), "model.norm.weight": ones}
    for layer in range(_SIZES.layers):
        prefix = f"model.layers.{layer}"
        weights |= {f"{prefix}.{name}.weight": _normal(random, shape) for name, shape in shapes.items()}
        weights |= {f"{prefix}.{name}.weight": ones for name in ("input_layernorm", "post_attention_layernorm")}
    return weights


def _normal(random: np.random.Generator, shape: tuple[int, int]) -> Array:
    return random.normal(0.0, _SPREAD, shape).astype(np.float32)


def _vocabulary() -> Vocabulary:
    tokens = _SPECIAL + tuple(sorted(pre_tokenizers.ByteLevel.alphabet()))
    tokenizer = Tokenizer(BPE({token: number for number, token in enumerate(tokens)}, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in _SPECIAL])
    return Vocabulary(tokenizer, tokens, begin=1, end=2, pad=3, unknown=0)
