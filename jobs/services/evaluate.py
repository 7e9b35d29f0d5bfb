"""Both models asked the same unseen questions, and their answers scored."""

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from pydantic import TypeAdapter, ValidationError

from jobs.domain.endpoint import Endpoint
from jobs.domain.evaluation.answers import Answer, AnswerPair, Question, pair_up
from jobs.domain.evaluation.scores import Scoring, score
from jobs.domain.evaluation.statistics import Comparison
from jobs.domain.recipe import Evaluation, Recipe
from jobs.ports import ChatModel, Cloud
from jobs.services.deploy import Endpoints

Tell = Callable[[str], None]

FOLDER = "tunestack/runs"


@dataclass(frozen=True)
class Evaluated:
    """What an evaluation found.

    Attributes:
        asked: names questions and settings; another evaluation with the same needn't be made.
        pairs: both models' answers.
        metrics: by name.
    """

    asked: str
    pairs: tuple[AnswerPair, ...]
    metrics: dict[str, Comparison]


_EVALUATED = TypeAdapter(Evaluated)


def evaluate(
    cloud: Cloud, recipe: Recipe, job: str, questions: Sequence[Question], endpoints: Endpoints, tell: Tell
) -> Evaluated:
    """Asks base and tuned model at the same time, several questions at once; a kept evaluation of the same is taken.

    The result is kept in the datastore, by job: an interrupted run goes on after it, reports can be made later.

    Raises:
        CloudError: an endpoint gave no answer.
    """
    asked = _name(recipe, questions, endpoints)
    if (kept := kept_evaluation(cloud, job)) is not None and kept.asked == asked:
        tell(f"{len(questions)} questions: answered before")
        return kept
    tell(f"{len(questions)} questions to each model")
    with ThreadPoolExecutor(max_workers=2) as both:
        ask = partial(_ask_all, cloud.chat, recipe.evaluation, questions)
        base, tuned = both.map(ask, [endpoints.base, endpoints.tuned])
    pairs = pair_up(questions, base, tuned, recipe.style)
    evaluated = Evaluated(asked, tuple(pairs), score(pairs, Scoring(style=recipe.style, seed=recipe.evaluation.seed)))
    cloud.datastore.write(_path(job), _EVALUATED.dump_json(evaluated))
    return evaluated


def kept_evaluation(cloud: Cloud, job: str) -> Evaluated | None:
    """The last evaluation of a job; none where there is none, or it is of another version of this program."""
    content = cloud.datastore.read(_path(job))
    try:
        return None if content is None else _EVALUATED.validate_json(content)
    except ValidationError:
        return None


def _ask_all(chat: ChatModel, settings: Evaluation, questions: Sequence[Question], endpoint: Endpoint) -> list[Answer]:
    def ask(question: Question) -> Answer:
        return chat.complete(
            endpoint, question.messages, max_tokens=settings.max_tokens, temperature=settings.temperature
        )

    with ThreadPoolExecutor(max_workers=settings.requests_at_once) as several:
        return list(several.map(ask, questions))


def _name(recipe: Recipe, questions: Sequence[Question], endpoints: Endpoints) -> str:
    digest = hashlib.sha256()
    for part in (recipe.evaluation.model_dump_json(), recipe.style.model_dump_json(), endpoints.tuned.model_id):
        digest.update(part.encode())
    for question in questions:
        digest.update(TypeAdapter(Question).dump_json(question))
    return digest.hexdigest()


def _path(job: str) -> str:
    return f"{FOLDER}/{job}/evaluation.json"
