"""A handful of questions that show whether what was deployed answers at all."""

from collections.abc import Sequence

from jobs.domain.endpoint import Endpoint
from jobs.domain.errors import CloudError, TunestackError
from jobs.domain.evaluation.answers import Question
from jobs.domain.recipe import Recipe
from jobs.ports import ChatModel


def smoke_test(chat: ChatModel, endpoint: Endpoint, recipe: Recipe, questions: Sequence[Question]) -> None:
    """Asks the first of a recipe's questions, one after another.

    An answer that content safety holds back counts as one, and one of blanks: how good it is, the evaluation tells.

    Raises:
        CloudError: more went unanswered than the recipe accepts; with the first reason.
    """
    asked = questions[: recipe.deployment.smoke_questions]
    failures = [why for question in asked if (why := _failure(chat, endpoint, recipe, question))]
    if len(failures) > recipe.deployment.maximum_error_rate * len(asked):
        raise CloudError(f"{endpoint.label}: {len(failures)} of {len(asked)} questions unanswered: {failures[0]}")


def _failure(chat: ChatModel, endpoint: Endpoint, recipe: Recipe, question: Question) -> str | None:
    settings = recipe.evaluation
    try:
        answer = chat.complete(
            endpoint, question.messages, max_tokens=settings.max_tokens, temperature=settings.temperature
        )
    except TunestackError as error:
        return str(error)
    return None if answer.text or answer.withheld or answer.completion_tokens else "the answer is empty"
