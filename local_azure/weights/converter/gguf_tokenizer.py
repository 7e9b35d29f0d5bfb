"""Rebuilds the byte-pair tokenizer that a GGUF file describes."""

from typing import Any

from model import Vocabulary
from tokenizers import AddedToken, Tokenizer, decoders, pre_tokenizers
from tokenizers.models import BPE

_CONTROL = 3  # GGUF's token type of tokens that stand for no text, such as the end of a turn


def rebuild(fields: dict[str, Any]) -> Vocabulary:
    """Returns the tokenizer of a file whose pre-tokenizer is ``smollm``: single digits, then GPT-2's split into bytes.

    Args:
        fields: The file's fields by name.
    """
    tokens = tuple(fields["tokenizer.ggml.tokens"])
    merges = [tuple(merge.split(" ")) for merge in fields["tokenizer.ggml.merges"]]
    tokenizer = Tokenizer(BPE({token: number for number, token in enumerate(tokens)}, merges, fuse_unk=False))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    tokenizer.decoder = decoders.ByteLevel()
    types = fields["tokenizer.ggml.token_type"]
    control = [token for token, kind in zip(tokens, types, strict=True) if kind == _CONTROL]
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in control])
    return Vocabulary(
        tokenizer=tokenizer,
        tokens=tokens,
        begin=fields["tokenizer.ggml.bos_token_id"],
        end=fields["tokenizer.ggml.eos_token_id"],
        pad=fields["tokenizer.ggml.padding_token_id"],
        unknown=fields["tokenizer.ggml.unknown_token_id"],
    )
