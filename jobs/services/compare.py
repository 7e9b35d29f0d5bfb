"""Both models asked a recipe's questions side by side, the base model under other system prompts too."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from jobs.domain.chat import Message
from jobs.domain.endpoint import Endpoint
from jobs.domain.evaluation.answers import Answer, broken
from jobs.domain.evaluation.figures import price_of
from jobs.domain.evaluation.side_by_side import TRAINING_PROMPT, Column, Role, SideBySide
from jobs.domain.recipe import Recipe
from jobs.ports import ChatModel, Cloud
from jobs.services.conversation import opening
from jobs.services.deploy import Endpoints
from jobs.services.evaluated import FOLDER
from jobs.services.prepare_data import LocalData
from jobs.services.questions import read_questions
from jobs.services.token_price import token_price

Tell = Callable[[str], None]

_SIDE_BY_SIDE = TypeAdapter(SideBySide)


@dataclass(frozen=True)
class Asking:
    """What to ask.

    Attributes:
        questions: in order.
        one_conversation: each after all before it and their answers, or each by itself.
        system: the system prompt of the training rows; empty for none.
    """

    questions: tuple[str, ...]
    one_conversation: bool
    system: str


def asking_of(recipe: Recipe, data: LocalData, file: Path | None = None, *, one: bool | None = None) -> Asking | None:
    """What a recipe asks; none where it names no questions.

    Args:
        recipe: its `comparison` section counts.
        data: whose training rows have the system prompt.
        file: of questions, in place of the recipe's.
        one: whether as one conversation, in place of what the recipe says.

    Raises:
        DataError: the file can't be used.
    """
    chosen = file or recipe.comparison.questions
    if chosen is None:
        return None
    system = "".join(message.content for message in opening(data, None))
    return Asking(read_questions(chosen), recipe.comparison.one_conversation if one is None else one, system)


def compare(cloud: Cloud, recipe: Recipe, job: str, asking: Asking, endpoints: Endpoints, tell: Tell) -> SideBySide:
    """Asks the tuned model and the base under the training rows' prompt, and the base under the recipe's other prompts.

    All of them at the same time; what is found is kept in the datastore, by job, for the report.

    Raises:
        CloudError: an endpoint gave no answer.
    """
    columns = list(_columns(recipe, asking))
    tell(f"{len(asking.questions)} questions to {len(columns)} combinations of model and prompt")
    with ThreadPoolExecutor(max_workers=len(columns)) as all_at_once:
        asked = all_at_once.map(lambda column: _ask(cloud.chat, recipe, asking, column, endpoints), columns)
        found = SideBySide(
            questions=asking.questions,
            one_conversation=asking.one_conversation,
            columns=tuple(asked),
            probe=recipe.comparison.probe or "",
            has_rules=recipe.style.any_given() or recipe.evaluation.rules.any_given(),
        )
    cloud.datastore.write(_path(job), _SIDE_BY_SIDE.dump_json(found))
    return found


def compare_once(
    cloud: Cloud, recipe: Recipe, job: str, data: LocalData, endpoints: Endpoints, tell: Tell
) -> SideBySide | None:
    """Compares as the recipe says, unless that was done before; none where it names no questions.

    Raises:
        DataError: the recipe's questions can't be used.
        CloudError: an endpoint gave no answer.
    """
    asking, kept = asking_of(recipe, data), kept_comparison(cloud, job)
    if asking is None:
        return None
    if kept is not None and _is_of(kept, recipe, asking):
        tell(f"{len(asking.questions)} questions: compared before")
        return kept
    return compare(cloud, recipe, job, asking, endpoints, tell)


def kept_comparison(cloud: Cloud, job: str) -> SideBySide | None:
    """The last comparison of a job; none where there is none, or it is of another version of this program."""
    content = cloud.datastore.read(_path(job))
    try:
        return None if content is None else _SIDE_BY_SIDE.validate_json(content)
    except ValidationError:
        return None


def _columns(recipe: Recipe, asking: Asking) -> Iterator[Column]:
    """Who is asked under which prompt, without answers yet."""
    prompts = recipe.comparison.prompts
    same = [name for name, system in prompts.items() if system.strip() == asking.system.strip()]
    trained = ", ".join([*same, TRAINING_PROMPT])
    yield Column("tuned", trained, asking.system, (), ())
    yield Column("base", trained, asking.system, (), ())
    yield from (Column("base", name, system, (), ()) for name, system in prompts.items() if name not in same)


def _is_of(kept: SideBySide, recipe: Recipe, asking: Asking) -> bool:
    def asked(columns: Iterable[Column]) -> list[tuple[str, str, str]]:
        return [(column.role, column.prompt, column.system) for column in columns]

    same_questions = (kept.questions, kept.one_conversation) == (asking.questions, asking.one_conversation)
    same_columns = asked(kept.columns) == asked(_columns(recipe, asking))
    return same_questions and same_columns and kept.probe == (recipe.comparison.probe or "")


def _ask(chat: ChatModel, recipe: Recipe, asking: Asking, column: Column, endpoints: Endpoints) -> Column:
    endpoint = endpoints.tuned if column.role == "tuned" else endpoints.base
    opening = [Message(role="system", content=column.system)] if column.system.strip() else []
    answers = tuple(_conversation(chat, recipe, endpoint, opening, asking))
    probe = recipe.comparison.probe
    return replace(
        column,
        answers=answers,
        breaks=tuple(broken(answer.text, recipe.style, recipe.evaluation.rules) for answer in answers),
        usd=_usd(recipe, column.role, answers),
        probe=_complete(chat, recipe, endpoint, [*opening, Message(role="user", content=probe)]) if probe else None,
    )


def _conversation(
    chat: ChatModel, recipe: Recipe, endpoint: Endpoint, opening: Sequence[Message], asking: Asking
) -> Iterator[Answer]:
    messages = list(opening)
    for question in asking.questions:
        messages = [*(messages if asking.one_conversation else opening), Message(role="user", content=question)]
        answer = _complete(chat, recipe, endpoint, messages)
        messages.append(Message(role="assistant", content=answer.text or "(no answer)"))
        yield answer


def _complete(chat: ChatModel, recipe: Recipe, endpoint: Endpoint, messages: Sequence[Message]) -> Answer:
    settings = recipe.evaluation
    return chat.complete(endpoint, messages, max_tokens=settings.max_tokens, temperature=settings.temperature)


def _usd(recipe: Recipe, role: Role, answers: Sequence[Answer]) -> float | None:
    price = token_price(recipe, tuned=role == "tuned")
    paid = [usd for answer in answers if (usd := price_of(answer, price)) is not None]
    return sum(paid) if len(paid) == len(answers) else None


def _path(job: str) -> str:
    return f"{FOLDER}/{job}/comparison.json"
