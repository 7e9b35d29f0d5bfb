"""Logged prompts, from a file or the project's storage, held against the prompts of a recipe's training rows."""

import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from jobs.domain.drift import LEAST_PROMPTS, Drift, drift
from jobs.domain.errors import DataError
from jobs.domain.records import records
from jobs.domain.row_questions import question_of
from jobs.ports import Datastore
from jobs.services.prepare_data import LocalData

TEXTS = ("prompt", "question", "input", "text")
"""Members that a logged prompt may be in, besides the last user message of `messages`."""

STORED = "tunestack/prompts/"
"""Where prompts are looked for in the project's storage."""


def prompt_drift(data: LocalData, logged: str, datastore: Datastore) -> Drift:
    """Says how far logged prompts have moved from those of the training rows.

    Args:
        data: of the recipe.
        logged: a file of this machine, or a path in the project's storage that begins with `tunestack/prompts/`.
        datastore: the project's storage.

    Raises:
        DataError: there is no such file, it holds no prompts, or too few to say anything.
    """
    trained = [question_of(row, data.row_format).text for row in data.train]
    with _opened(logged, datastore) as stream:
        found = drift(trained, _prompts(stream, logged))
    if found is None:
        message = f"there are too few prompts to compare: {len(trained)} training rows"
        raise DataError(message, fix=f"{LEAST_PROMPTS} are needed on both sides.")
    return found


def _opened(logged: str, datastore: Datastore) -> BinaryIO:
    if not logged.startswith(STORED):
        try:
            return Path(logged).open("rb")
        except OSError as error:
            raise DataError(f"{logged} can't be read: {error.strerror}") from error
    content = datastore.read(logged)
    if content is None:
        raise DataError(f"there is no {logged} in the project's storage")
    return io.BytesIO(content)


def _prompts(stream: BinaryIO, name: str) -> Iterator[str]:
    for place, members, why in records(stream, name):
        text = _prompt(members) if members is not None else None
        if text is None:
            raise DataError(f"{name}:{place}: {why or 'no prompt'}", fix=f"One of {', '.join(TEXTS)}, or messages.")
        yield text


def _prompt(members: Mapping[str, Any]) -> str | None:
    messages = members.get("messages")
    asked = [one for one in messages if isinstance(one, dict) and one.get("role") == "user"] if messages else []
    candidates = [*[one.get("content") for one in asked[-1:]], *[members.get(name) for name in TEXTS]]
    return next((text for text in candidates if isinstance(text, str)), None)
