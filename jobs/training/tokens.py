"""Turns chats into tokens and labels: the loss is on what the assistant says and is to be learnt, on nothing else."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from chats import Chat
from model import Base

IGNORED = -100  # what torch's cross entropy leaves out

TokenRow = dict[str, list[int]]


def chat_rows(chats: Sequence[Chat], base: Base) -> list[TokenRow]:
    """Returns chats as ``input_ids`` and ``labels``, of the same length.

    Where the chat template marks what the assistant says, a chat is one row; where it doesn't, each turn to be learnt
    is a row of its own with the turns before it as its prompt.
    """
    return [row for chat in chats for row in (_marked(chat, base) if base.marks_assistant else _turns(chat, base))]


def _marked(chat: Chat, base: Base) -> Iterator[TokenRow]:
    tokens = base.tokenizer.apply_chat_template(
        chat.plain(), tokenize=True, return_dict=True, return_assistant_tokens_mask=True
    )
    said = [message for message in chat.messages if message.role == "assistant"]
    learnt = _learnt(tokens["assistant_masks"], [message.learnt for message in said])
    if learnt is None:
        yield from _turns(chat, base)
    else:
        yield _row(tokens["input_ids"], learnt)


def _learnt(mask: Sequence[int], turns: Sequence[bool]) -> list[bool] | None:
    """Returns which tokens are learnt, or None where the mask's stretches aren't the turns one by one."""
    stretches = [(bool(said), len(list(tokens))) for said, tokens in groupby(mask)]
    if all(turns):
        return [bool(said) for said in mask]
    if sum(said for said, _ in stretches) != len(turns):
        return None
    each = iter(turns)
    return [learnt for said, length in stretches for learnt in [said and next(each)] * length]


def _turns(chat: Chat, base: Base) -> Iterator[TokenRow]:
    for position, message in enumerate(chat.messages):
        if message.role == "assistant" and message.learnt:
            before = chat.plain()[:position]
            prompt = _tokens(base, before, add_generation_prompt=True)
            whole = _tokens(base, [*before, message.plain()])
            begins = _shared(prompt, whole)
            yield _row(whole, [at >= begins for at in range(len(whole))])


def _tokens(base: Base, messages: list[dict[str, str]], **how: Any) -> list[int]:  # noqa: ANN401 -- for the template
    tokens: list[int] = base.tokenizer.apply_chat_template(messages, tokenize=True, return_dict=True, **how)[
        "input_ids"
    ]
    return tokens


def _shared(one: Sequence[int], other: Sequence[int]) -> int:
    # A template may end its generation prompt otherwise than it begins the answer.
    return next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), len(one))


def _row(tokens: Sequence[int], learnt: Sequence[bool]) -> TokenRow:
    labels = [token if wanted else IGNORED for token, wanted in zip(tokens, learnt, strict=True)]
    return {"input_ids": list(tokens), "labels": labels}
