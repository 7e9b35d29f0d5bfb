"""Requests that come together are answered together, each as if it had come alone."""

from pathlib import Path

from tests.local_azure.inference.client import Server

QUESTIONS = [
    "hi",
    "a question that is a good deal longer than the others",
    "what?",
    "one more of them",
    "x",
    "why " * 20,
]


def test_a_batch_of_different_lengths_answers_each_as_alone(server: Server) -> None:
    alone = [server.chat(question).said for question in QUESTIONS]
    together = server.chats([{"said": question} for question in QUESTIONS])
    assert [answer.said for answer in together] == alone


def test_short_and_long_answers_share_a_batch(server: Server) -> None:
    limits = [1, 20, 5, 12]
    answers = server.chats([{"said": "hello", "max_tokens": limit} for limit in limits])
    assert [answer.body["usage"]["completion_tokens"] for answer in answers] == limits
    longest = answers[1].said
    assert all(longest.startswith(answer.said.rstrip("\ufffd")) for answer in answers)


def test_base_and_adapters_asked_at_once_each_answer_with_their_own_weights(
    server: Server, adapters: tuple[Path, Path]
) -> None:
    for name, path in zip(("first", "second"), adapters, strict=True):
        assert server.call("PUT", f"/adapters/{name}", {"path": str(path)}).status == 200
    models = ["base", "first", "second"]
    alone = {model: server.chat("hello", model=model).said for model in models}
    assert len(set(alone.values())) == 3
    asked = models * 4
    answers = server.chats([{"said": "hello", "model": model} for model in asked])
    assert [answer.said for answer in answers] == [alone[model] for model in asked]
    labels = {"base": "Tiny", "first": "Tiny+first", "second": "Tiny+second"}
    assert [answer.body["model"] for answer in answers] == [labels[model] for model in asked]
