"""A tuned classifier answers with a label and scores, a chat in the shape of chats; its base answers chats."""

from pathlib import Path

import pytest

from tests.jobs.serving.scoring import QUESTION, Scoring

LABELS = {"complaint", "praise", "question"}


@pytest.fixture(autouse=True)
def _serve(scoring: Scoring, classifier: Path) -> None:
    scoring.serve(classifier)


def test_a_text_gets_the_label_with_the_highest_score(scoring: Scoring) -> None:
    body = scoring.ask({"text": "It broke."}).body
    assert body["scores"].keys() == LABELS
    assert sum(body["scores"].values()) == pytest.approx(1)
    assert body["label"] == max(body["scores"], key=body["scores"].get)
    assert body["model"] == "tiny-random+mine"


def test_several_texts_get_what_each_gets_alone(scoring: Scoring) -> None:
    texts = ["It broke.", "Where is the much longer manual of this?"]
    together = scoring.ask({"texts": texts}).body["results"]
    for text, result in zip(texts, together, strict=True):
        assert result["scores"] == pytest.approx(scoring.ask({"text": text}).body["scores"], abs=1e-5)


def test_a_chat_is_answered_with_the_label_of_what_the_user_said_last(scoring: Scoring) -> None:
    response = scoring.ask(QUESTION)
    assert response.text == scoring.ask({"text": "What is it?"}).body["label"]
    assert response.body["choices"][0]["scores"].keys() == LABELS
    assert response.body["usage"]["prompt_tokens"] > 0


def test_base_is_the_language_model_without_the_adapter(scoring: Scoring, classifier: Path, chat_model: Path) -> None:
    below = scoring.ask({**QUESTION, "model": "base"})
    assert below.body["model"] == "tiny-random"
    scoring.serve(chat_model)
    assert scoring.ask({**QUESTION, "model": "base"}).text == below.text


@pytest.mark.parametrize("body", [{"text": " "}, {"texts": []}, {"texts": [1]}, {"messages": []}, {"question": "?"}])
def test_a_bad_request_is_told_what_is_wrong(scoring: Scoring, body: object) -> None:
    response = scoring.ask(body)
    assert response.status == 400
    assert "text" in response.body["error"]["message"]
