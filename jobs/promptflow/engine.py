"""What answers questions: Prompt flow or its successor, both over the same function, each in its own environment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from jobs.domain.errors import CloudError, PermissionDeniedError, QuotaError, TunestackError
from jobs.promptflow.flow.ask import DeployedModel
from jobs.promptflow.questions import Question


@dataclass(frozen=True)
class Answered:
    """What came of one question: an answer, or why there is none."""

    answer: str
    error: str = ""


@dataclass(frozen=True)
class Batch:
    """What came of many questions, in their order.

    Attributes:
        metrics: What the engine itself measured, by name; nothing where it measures nothing.
    """

    answers: Sequence[Answered]
    metrics: Mapping[str, float] = field(default_factory=dict)


class Engine(Protocol):
    """Answers questions with a deployed model."""

    def test(self, deployed: DeployedModel, question: Question) -> str:
        """Asks one question.

        Raises:
            CloudError: there is no answer.
        """

    def batch(self, deployed: DeployedModel, questions: Sequence[Question]) -> Batch:
        """Asks many; one that gets no answer doesn't keep the others from theirs.

        Raises:
            CloudError: the engine itself failed.
        """


def refusal(message: str) -> TunestackError:
    """The error for a question without an answer, of the kind that a user can do something about."""
    for status, kind in ((" answered 401:", PermissionDeniedError), (" answered 403:", PermissionDeniedError)):
        if status in message:
            return kind(message, fix="The caller needs the role Azure AI Developer on the resource group.")
    if " answered 429:" in message:
        return QuotaError(message, fix="Ask later, or deploy with more capacity.")
    return CloudError(message)
