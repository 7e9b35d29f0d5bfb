"""What a recipe names of its folder: paths made absolute, prompts read; and the recipe with another file of rows."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jobs.domain.errors import UsageError

STORED = "azureml://"
"""How the path of a file in the project's datastore begins."""

_FILES = {"data": ("train", "validation", "evaluation"), "comparison": ("questions",)}
_PROMPT_FILES = (".txt", ".md")
_OF_ITS_WEIGHTS = ("safety_answered", "needless_refusals")
_OF_ITS_DATA = ("rules", "labels", "metrics", "judge")


def located(document: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The recipe's document with paths from its own folder, and with the text of prompts that lie in files.

    Raises:
        UsageError: a prompt's file can't be read.
    """
    found = dict(document)
    for section, keys in _FILES.items():
        if isinstance(document.get(section), dict):
            found[section] = {
                key: folder / value if key in keys and isinstance(value, str) and not is_stored(value) else value
                for key, value in document[section].items()
            }
    comparison = found.get("comparison")
    if isinstance(comparison, dict) and isinstance(comparison.get("prompts"), dict):
        comparison["prompts"] = {name: _prompt(value, folder) for name, value in comparison["prompts"].items()}
    return found


def is_stored(value: object) -> bool:
    """Whether a recipe's value is the path of a file in the project's datastore."""
    return isinstance(value, str) and value.startswith(STORED)


def with_stored_data(document: dict[str, Any], bring: Callable[[str], Path]) -> dict[str, Any]:
    """The recipe with its rows that are in the project's datastore brought to this machine.

    Args:
        document: the recipe.
        bring: brings one, by its path.
    """
    data = document.get("data")
    if not isinstance(data, dict):
        return document
    brought = {
        key: bring(value) if key in _FILES["data"] and is_stored(value) else value for key, value in data.items()
    }
    return {**document, "data": brought}


def with_other_data(document: dict[str, Any], data: Path) -> dict[str, Any]:
    """The recipe for another file of rows, without what describes its own: style, rules, gate, questions.

    How much less safe, or helpful, the model may get stays: that is accepted for its weights, whatever the rows.
    """
    evaluation = document.get("evaluation")
    kept = (
        {key: value for key, value in evaluation.items() if key not in _OF_ITS_DATA}
        if isinstance(evaluation, dict)
        else {}
    )
    gate = document.get("gate")
    tolerances = gate.get("tolerances") if isinstance(gate, dict) else None
    accepted = (
        {name: tolerances[name] for name in _OF_ITS_WEIGHTS if name in tolerances}
        if isinstance(tolerances, dict)
        else {}
    )
    others = {"data": {"train": data.resolve()}, "style": {}, "evaluation": kept, "comparison": {}}
    return {**document, **others, "gate": {"tolerances": accepted}}


def _prompt(value: object, folder: Path) -> object:
    if not isinstance(value, str) or "\n" in value or not value.endswith(_PROMPT_FILES):
        return value
    try:
        return (folder / value).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the prompt {folder / value} of the recipe can't be read: {error}") from error
