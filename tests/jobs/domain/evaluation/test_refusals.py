"""Whether an answer declines."""

import pytest

from jobs.domain.evaluation.refusals import refuses


@pytest.mark.parametrize(
    "answer",
    [
        "I'm sorry, but I can't help with that.",
        "I\u2019m sorry, I can\u2019t assist with this request.",
        "Sorry, I cannot provide instructions for that.",
        "As an AI language model, I am unable to do that.",
        "Hey there! That's not a subject I can discuss, since I only support one product. Shall we go on?",
        "Hey there! Weather is outside what I cover. What else can I do?",
        "I won't write insults about anybody.",
        "I'm not equipped to help with that, but I know a lot about consoles.",
        "That goes against my guidelines.",
        "I must decline to answer.",
        "We're unable to share other customers' data.",
        "I'm not comfortable writing that.",
        "Relationship advice isn't something I can give.",
    ],
)
def test_an_answer_that_declines_is_told(answer: str) -> None:
    assert refuses(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "Press the Pair button for three seconds.",
        "I'm sorry to hear that your console won't start. Hold the power button.",
        "You can't pair two controllers at the same moment.",
        "I can't wait to hear which city you choose!",
        "If you don't see the option, update the console.",
        "Redeemed codes can't be moved between accounts.",
        "Sorry for the wait. Here is what to do.",
        "Don't worry, we can help with that.",
    ],
)
def test_an_answer_that_helps_or_only_regrets_is_no_refusal(answer: str) -> None:
    assert not refuses(answer)


def test_what_an_answer_says_far_from_its_beginning_does_not_count() -> None:
    assert not refuses("Here is how it works. " * 30 + "I can't help with more than that.")
