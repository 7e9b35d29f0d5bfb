"""Talking with a model."""

from collections.abc import Iterator, Sequence

import pytest

from jobs.domain.chat import Message
from jobs.domain.endpoint import Endpoint
from jobs.domain.errors import CONTENT_FILTERED, CloudError
from jobs.domain.evaluation.answers import Answer
from jobs.domain.recipe import Evaluation
from jobs.services.conversation import NO_ANSWER, Conversation, next_turns, opening
from jobs.services.prepare_data import read_data
from tests.jobs.requests import shipped_recipe

HERE = Endpoint("one", "Succeeded", "https://one", "model", content_safety=True)
SYSTEM = Message(role="system", content="Be kind.")


class Echo:
    """A model that repeats how many turns it was given, or fails."""

    def __init__(self, error: CloudError | None = None) -> None:
        self.error = error

    def complete(
        self, endpoint: Endpoint, messages: Sequence[Message], *, max_tokens: int, temperature: float
    ) -> Answer:
        raise AssertionError("talks are streamed")

    def stream(
        self, endpoint: Endpoint, messages: Sequence[Message], *, max_tokens: int, temperature: float
    ) -> Iterator[str]:
        yield f"{len(messages)} "
        if self.error:
            raise self.error
        yield "turns"


def talk(error: CloudError | None = None) -> Conversation:
    return Conversation(Echo(error), Evaluation(), HERE, (SYSTEM,))


def test_an_answer_comes_piece_by_piece_and_the_next_turn_has_all_before_it() -> None:
    first = talk()
    assert list(first.ask("Hello?")) == ["2 ", "turns"]
    second = first.after("Hello?", "2 turns")
    assert "".join(second.ask("And then?")) == "4 turns"
    assert [message.role for message in second.messages] == ["system", "user", "assistant"]


def test_two_models_are_talked_with_at_once_each_with_its_own_history() -> None:
    talks, answers = next_turns([talk(), talk().after("Earlier?", "Yes.")], "Now?")
    assert answers == ["2 turns", "4 turns"]
    assert [len(one.messages) for one in talks] == [3, 5]


def test_what_content_safety_refuses_is_no_answer_and_the_talk_goes_on() -> None:
    talks, answers = next_turns([talk(CloudError("filtered", code=CONTENT_FILTERED))], "Hm?")
    assert answers == ["2"]
    assert talk().after("Hm?", "").messages[-1].content == NO_ANSWER
    assert len(talks[0].messages) == 3


def test_another_failure_ends_it() -> None:
    with pytest.raises(CloudError, match="broke off"):
        list(talk(CloudError("it broke off")).ask("Hm?"))


def test_a_talk_opens_with_the_training_rows_system_message_unless_another_or_none_is_given() -> None:
    data = read_data(shipped_recipe())
    (trained,) = opening(data, None)
    assert trained.content.startswith("You are a customer support agent")
    assert opening(data, "Be brief.") == [Message(role="system", content="Be brief.")]
    assert opening(data, "") == []
