"""A tuned model and its base answer chats in OpenAI's shape, whole or as server-sent events."""

import json
from pathlib import Path

import pytest

from tests.jobs.serving.scoring import QUESTION, Scoring


@pytest.fixture(autouse=True)
def _serve(scoring: Scoring, chat_model: Path) -> None:
    scoring.serve(chat_model)


def test_an_answer_is_a_chat_completion_with_usage(scoring: Scoring) -> None:
    body = scoring.ask(QUESTION).body
    assert (body["object"], body["model"]) == ("chat.completion", "tiny-random+mine")
    assert body["choices"][0]["message"]["role"] == "assistant"
    assert body["choices"][0]["finish_reason"] in {"stop", "length"}
    usage = body["usage"]
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"]
    assert 0 < usage["completion_tokens"] <= 8


def test_base_answers_without_the_adapter_and_the_tuned_model_with_it_again(scoring: Scoring) -> None:
    tuned = scoring.ask(QUESTION)
    base = scoring.ask({**QUESTION, "model": "base"})
    assert base.body["model"] == "tiny-random"  # the weights that ran, whatever the job called them
    assert base.text != tuned.text
    assert scoring.ask({**QUESTION, "model": "anything"}).text == tuned.text


def test_a_seed_chooses_the_same_and_another_seed_something_else(scoring: Scoring) -> None:
    asked = {**QUESTION, "temperature": 1, "top_p": 0.95, "max_tokens": 16}
    first, again, other = (scoring.ask({**asked, "seed": seed}).text for seed in (1, 1, 2))
    assert first == again != other


def test_an_answer_ends_before_a_stop_text(scoring: Scoring) -> None:
    asked = {**QUESTION, "temperature": 1, "seed": 1, "max_tokens": 32}
    whole = scoring.ask(asked).text
    letter = next(each for each in whole[1:] if each.isascii() and each.isalnum() and each != whole[0])
    stopped = scoring.ask({**asked, "stop": [letter]})
    assert stopped.text == whole[: whole.index(letter)] != ""
    assert stopped.body["choices"][0]["finish_reason"] == "stop"


def test_a_stream_says_the_same_in_pieces(scoring: Scoring) -> None:
    streamed = scoring.ask({**QUESTION, "stream": True, "stream_options": {"include_usage": True}})
    assert streamed.headers["Content-Type"].startswith("text/event-stream")
    assert streamed.parts[-1] == "data: [DONE]\n\n"
    events = [json.loads(part.removeprefix("data: ")) for part in streamed.parts[:-1]]
    said = "".join(choice["delta"].get("content", "") for event in events for choice in event["choices"])
    whole = scoring.ask(QUESTION)
    assert said == whole.text
    assert events[-1]["usage"] == whole.body["usage"]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("{", "the body is not JSON"),
        ("[]", "the body is not a JSON object"),
        ({}, "'messages' must be a list"),
        ({"messages": [{"role": "robot", "content": "?"}]}, "messages[0].role must be one of"),
        ({**QUESTION, "temperature": 3}, "'temperature' must be a number from 0 to 2"),
        ({**QUESTION, "max_tokens": 0}, "'max_tokens' must be a number from 1"),
        ({**QUESTION, "n": 2}, "'n' is not supported"),
        ({"messages": [{"role": "user", "content": "long " * 4096}]}, "this model reads at most"),
    ],
)
def test_a_bad_request_is_told_what_is_wrong(scoring: Scoring, body: object, told: str) -> None:
    response = scoring.ask(body)
    assert response.status == 400
    assert told in response.body["error"]["message"]


def test_the_servers_own_request_is_read_and_what_is_no_post_refused(scoring: Scoring) -> None:
    assert scoring.ask(QUESTION, "POST").text == scoring.ask(QUESTION).text
    assert scoring.ask("", "GET").status == 405
    assert scoring.ask(" " * (4 * 1024 * 1024 + 1)).status == 413
