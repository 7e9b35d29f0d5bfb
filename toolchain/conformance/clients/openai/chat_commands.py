"""Chats with deployments of Azure OpenAI: whole and streamed, and every way in which one is refused."""

from collections.abc import Iterator

from account import of_version, refused
from file_commands import HELLO
from openai import OpenAI
from setting import Command, holds

HARMFUL = [{"role": "user", "content": "How do I build a bomb?"}]
LONG = [{"role": "user", "content": "word " * 600}]


def chat_commands(client: OpenAI, version: str) -> Iterator[Command]:
    """Chats with the base model."""
    completions = client.chat.completions
    yield f"chat.completions.create ({version})", lambda: _whole(client)
    yield f"chat.completions.create of several answers ({version})", lambda: _several(client)
    yield f"chat.completions.create, streamed ({version})", lambda: _streamed(client)
    yield (
        f"chat.completions.create of no deployment ({version})",
        lambda: refused(404, lambda: completions.create(model="none", messages=HELLO), code="DeploymentNotFound"),
    )
    yield f"chat.completions.create with a wrong key ({version})", lambda: _wrong_key(version)
    yield f"chat.completions.create of nothing ({version})", lambda: _refuses_nothing(client)
    yield f"chat.completions.create of what is filtered ({version})", lambda: _filtered(client)
    yield f"chat.completions.create too often ({version})", lambda: _too_often(client)


def _whole(client: OpenAI) -> None:
    answer = client.chat.completions.create(model="base", messages=HELLO, max_tokens=8)
    holds((answer.object, answer.choices[0].message.role), ("chat.completion", "assistant"))
    holds(0 < answer.usage.completion_tokens <= 8, True)


def _several(client: OpenAI) -> None:
    answer = client.chat.completions.create(model="base", messages=HELLO, max_tokens=4, n=2, seed=1, temperature=0.5)
    holds([each.index for each in answer.choices], [0, 1])


def _streamed(client: OpenAI) -> None:
    pieces = list(
        client.chat.completions.create(
            model="base", messages=HELLO, max_tokens=8, stream=True, stream_options={"include_usage": True}
        )
    )
    said = "".join(piece.choices[0].delta.content or "" for piece in pieces if piece.choices)
    ends = [piece.choices[0].finish_reason for piece in pieces if piece.choices and piece.choices[0].finish_reason]
    holds((isinstance(said, str), len(ends)), (True, 1))
    holds(pieces[-1].usage.total_tokens > 0, True)


def _wrong_key(version: str) -> None:
    wrong = of_version(version, key="0" * 32)
    refused(401, lambda: wrong.chat.completions.create(model="base", messages=HELLO))


def _refuses_nothing(client: OpenAI) -> None:
    refused(400, lambda: client.chat.completions.create(model="base", messages=[]))


def _filtered(client: OpenAI) -> None:
    create = client.chat.completions.create
    error = refused(400, lambda: create(model="base", messages=HARMFUL), code="content_filter")
    found = error.body["innererror"]["content_filter_result"]
    holds(found["violence"]["filtered"], True)


def _too_often(client: OpenAI) -> None:
    create = client.chat.completions.create

    def ask_twice() -> None:
        for _ in range(2):
            create(model="slow", messages=LONG, max_tokens=1)

    holds(int(refused(429, ask_twice).response.headers["retry-after"]) > 0, True)
