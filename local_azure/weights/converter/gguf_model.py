"""Reads a Llama model with a GPT-2 style tokenizer from a GGUF file: sizes, weights, tokenizer."""

from pathlib import Path
from typing import Any

import gguf_tokenizer
import gguf_weights
from gguf import GGUFReader
from model import Model, Sizes

_NOTE = """# {name}

Converted from the GGUF file `{file}` ({licence} licence) to Hugging Face's format: weights dequantized to float32, the
tokenizer rebuilt, and a chat template that renders the same text and marks what the assistant says for training.
The weights are those of the 4-bit file: not bit for bit the ones published in full precision.
"""


def read(path: Path) -> Model:
    """Returns the model in a GGUF file.

    Args:
        path: The file.

    Raises:
        ValueError: It isn't a Llama model with a tokenizer that this program can rebuild; names what it is.
    """
    reader = GGUFReader(path)
    fields = {name: field.contents() for name, field in reader.fields.items()}
    for name, known in (
        ("general.architecture", "llama"),
        ("tokenizer.ggml.model", "gpt2"),
        ("tokenizer.ggml.pre", "smollm"),
    ):
        if fields.get(name) != known:
            raise ValueError(f"{path.name}: {name} is {fields.get(name)!r}; only {known!r} can be converted")
    sizes = _sizes(fields)
    return Model(
        sizes=sizes,
        weights=gguf_weights.convert(reader.tensors, sizes),
        vocabulary=gguf_tokenizer.rebuild(fields),
        note=_NOTE.format(name=fields["general.name"], file=path.name, licence=fields["general.license"]),
    )


def _sizes(fields: dict[str, Any]) -> Sizes:
    return Sizes(
        layers=fields["llama.block_count"],
        hidden=fields["llama.embedding_length"],
        feed_forward=fields["llama.feed_forward_length"],
        heads=fields["llama.attention.head_count"],
        key_value_heads=fields["llama.attention.head_count_kv"],
        vocabulary=fields["llama.vocab_size"],
        context=fields["llama.context_length"],
        rope_base=float(fields["llama.rope.freq_base"]),
        norm_epsilon=float(f"{fields['llama.attention.layer_norm_rms_epsilon']:.1g}"),  # 1e-5 as float32 isn't 1e-5
    )
