"""Turns the tensors of a GGUF file into a Llama model's weights: dequantized, renamed, heads in transformers' order."""

from collections.abc import Iterable

import numpy as np
from gguf import ReaderTensor, dequantize
from model import Array, Sizes

_WHOLE = {
    "token_embd": "model.embed_tokens",
    "output_norm": "model.norm",
    "output": "lm_head",
}
_IN_LAYER = {
    "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_norm": "post_attention_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}


def convert(tensors: Iterable[ReaderTensor], sizes: Sizes) -> dict[str, Array]:
    """Returns the weights in float32 under the names that transformers' Llama gives them.

    Args:
        tensors: The file's tensors, such as ``blk.3.attn_q.weight``.
        sizes: The model's sizes.

    Raises:
        ValueError: A tensor has no place in a Llama model.
    """
    weights: dict[str, Array] = {}
    for tensor in tensors:
        values = dequantize(tensor.data, tensor.tensor_type).astype(np.float32)
        heads = {"attn_q": sizes.heads, "attn_k": sizes.key_value_heads}.get(tensor.name.split(".")[-2])
        weights[_name(tensor.name)] = np.ascontiguousarray(values if heads is None else _halves(values, heads))
    return weights


def _name(name: str) -> str:
    """Returns transformers' name of a tensor: ``blk.3.attn_q.weight`` is ``model.layers.3.self_attn.q_proj.weight``."""
    parts = name.split(".")
    if len(parts) == 2 and parts[0] in _WHOLE:
        return f"{_WHOLE[parts[0]]}.{parts[1]}"
    if len(parts) == 4 and parts[0] == "blk" and parts[2] in _IN_LAYER:
        return f"model.layers.{parts[1]}.{_IN_LAYER[parts[2]]}.{parts[3]}"
    raise ValueError(f"a Llama model has no tensor '{name}'")


def _halves(values: Array, heads: int) -> Array:
    """Undoes the order that llama.cpp rotates in.

    It rotates neighbouring rows of a head, transformers a head's first half against its second.
    """
    rows, columns = values.shape
    return values.reshape(heads, rows // heads // 2, 2, columns).swapaxes(1, 2).reshape(rows, columns)
