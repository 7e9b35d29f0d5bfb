"""The model server speaks the chat completions API: answers, streams, errors, tokens, adapters, and its end."""

from pathlib import Path

import pytest

from tests.local_azure.inference.client import Server


@pytest.fixture
def adapter(server: Server, adapters: tuple[Path, Path]) -> str:
    """The name of an adapter that is served."""
    assert server.call("PUT", "/adapters/one", {"path": str(adapters[0])}).status == 200
    return "one"


def test_an_answer_names_the_weights_and_counts_tokens(server: Server) -> None:
    answer = server.chat("hello", max_tokens=5)
    assert answer.status == 200
    body = answer.body
    assert (body["object"], body["model"]) == ("chat.completion", "Tiny")
    usage = body["usage"]
    assert usage["completion_tokens"] == 5
    assert usage["total_tokens"] == usage["prompt_tokens"] + 5
    assert body["choices"][0]["finish_reason"] == "length"
    assert body["choices"][0]["message"]["role"] == "assistant"


def test_an_adapter_answers_by_its_own_name_and_with_its_own_weights(server: Server, adapter: str) -> None:
    tuned = server.chat("hello", model=adapter)
    assert tuned.body["model"] == "Tiny+one"
    assert tuned.said != server.chat("hello").said


def test_an_adapter_that_was_deleted_is_unknown(server: Server, adapter: str) -> None:
    assert server.call("DELETE", f"/adapters/{adapter}").status == 200
    assert server.chat("hello", model=adapter).status == 404
    assert server.call("DELETE", f"/adapters/{adapter}").status == 404


def test_temperature_0_always_says_the_same_and_a_seed_repeats_itself(server: Server) -> None:
    assert server.chat("hello").said == server.chat("hello").said
    first, again, other = (server.chat("hello", temperature=1.5, seed=seed).said for seed in (7, 7, 8))
    assert first == again != other


@pytest.mark.parametrize("penalty", ["presence_penalty", "frequency_penalty"])
def test_a_penalty_changes_what_is_said_again(server: Server, penalty: str) -> None:
    plain, penalised = (server.chat("hello", max_tokens=40, **more).said for more in ({}, {penalty: 2}))
    assert penalised != plain
    assert server.chat("hello", **{penalty: 3}).status == 400


def test_an_answer_ends_before_a_stop_text(server: Server) -> None:
    said = server.chat("hello", max_tokens=30).said
    stop = said[4:6]
    answer = server.chat("hello", max_tokens=30, stop=[stop])
    assert answer.said == said[: said.index(stop)]
    assert answer.body["choices"][0]["finish_reason"] == "stop"


def test_a_stream_says_the_same_piece_by_piece(server: Server) -> None:
    whole = server.chat("hello").body
    events = server.chat("hello", stream=True, stream_options={"include_usage": True}).events
    pieces = [event["choices"][0]["delta"].get("content", "") for event in events if event["choices"]]
    assert "".join(pieces) == whole["choices"][0]["message"]["content"]
    assert events[-2]["choices"][0]["finish_reason"] == "length"
    assert events[-1]["usage"] == whole["usage"]
    assert {event["object"] for event in events} == {"chat.completion.chunk"}


def test_content_in_parts_is_one_text(server: Server) -> None:
    parts = [{"type": "text", "text": "hel"}, {"type": "text", "text": "lo"}]
    messages = [{"role": "user", "content": parts}]
    assert server.chat("", messages=messages).said == server.chat("hello").said


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"messages": []}, "'messages' must be a list"),
        ({"messages": [{"role": "robot", "content": "x"}]}, "messages[0].role"),
        ({"messages": [{"role": "user", "content": 1}]}, "messages[0].content"),
        ({"temperature": 3}, "'temperature' must be a number from 0 to 2"),
        ({"max_tokens": 0}, "'max_tokens'"),
        ({"max_tokens": "5"}, "'max_tokens'"),
        ({"top_p": True}, "'top_p'"),
        ({"stop": ["a"] * 5}, "'stop'"),
        ({"tools": [{}]}, "'tools' is not supported"),
        ({"messages": [{"role": "user", "content": "long " * 2000}]}, "this model reads at most 4095"),
    ],
)
def test_what_cant_be_done_is_refused_by_name(server: Server, options: dict[str, object], says: str) -> None:
    answer = server.chat("hello", **options)
    assert answer.status == 400
    assert says in answer.body["error"]["message"]


def test_other_errors_have_their_status(server: Server, tmp_path: Path) -> None:
    assert server.call("POST", "/v1/chat/completions", b"{").status == 400
    assert server.call("POST", "/v1/chat/completions", {}, token="wrong").status == 401
    assert server.chat("hello", model="nobody").status == 404
    assert server.call("POST", "/nowhere", {}).status == 404
    assert server.call("PUT", "/adapters/empty", {"path": str(tmp_path)}).status == 400


def test_health_needs_no_token_and_names_the_models(server: Server, adapter: str) -> None:
    answer = server.call("GET", "/health", token="")
    assert answer.body["status"] == "ok"
    assert {"base", adapter} <= set(answer.body["models"])
