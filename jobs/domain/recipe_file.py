"""Recipes read from YAML, with what a stack or the command line overrides."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from jobs.domain.errors import UsageError
from jobs.domain.evaluation.style import StyleRules
from jobs.domain.recipe import TUNING_BY_METHOD, Recipe
from jobs.domain.recipe_paths import located, with_other_data, with_stored_data


def read_recipe(
    path: Path,
    *,
    overrides: Mapping[str, object] | None = None,
    settings: tuple[str, ...] = (),
    data: Path | None = None,
    bring: Callable[[str], Path] | None = None,
) -> Recipe:
    """Reads a recipe and applies what overrides it, in this order.

    Args:
        path: the YAML file.
        overrides: hyperparameters that the stack sets (its `fine_tuning` output); those that the recipe's method
            doesn't take are another method's.
        settings: `key=value`, keys dotted from the recipe's top (`tuning.epochs=3`); the section may be left
            out where only one has such a key (`epochs=3`).
        data: a file of chat rows in place of the recipe's own. Its validation rows are split off, they serve as
            evaluation rows too, and the recipe's rules, gate and questions don't apply, as they describe its own data.
        bring: brings rows here that the recipe names by their path in the project's datastore; without it such paths
            stay as they are, for who doesn't read the rows.

    Returns:
        The recipe, its paths absolute.

    Raises:
        UsageError: naming every key that is wrong, its value and what is allowed.
    """
    document = located(_document(path), path.resolve().parent)
    if isinstance(tuning := document.get("tuning"), dict):
        tuning.update(_of_method(overrides or {}, tuning.get("method")))
    for setting in settings:
        _set(document, setting)
    if data is not None:
        document = with_other_data(document, data)
    if bring is not None:
        document = with_stored_data(document, bring)
    try:
        return Recipe.model_validate(document)
    except ValidationError as error:
        raise UsageError(f"recipe {path} can't be used:\n" + "\n".join(_problems(error))) from error


def _document(path: Path) -> dict[str, Any]:
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise UsageError(f"there is no recipe {path}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UsageError(f"recipe {path} isn't YAML: {error}") from error
    if not isinstance(document, dict):
        raise UsageError(f"recipe {path} must be a mapping of keys to values")
    return document


def _set(document: dict[str, Any], setting: str) -> None:
    key, equals, value = setting.partition("=")
    if not equals:
        raise UsageError(f"'{setting}' isn't key=value", fix="for example: --set tuning.epochs=3")
    *sections, last = _full_key(key.strip(), document).split(".")
    for section in sections:
        inner = document.setdefault(section, {})
        if not isinstance(inner, dict):
            raise UsageError(f"'{key}' can't be set: '{section}' has no keys of its own")
        document = inner
    document[last] = yaml.safe_load(value)


def _full_key(key: str, document: Mapping[str, Any]) -> str:
    if "." in key or key in Recipe.model_fields:
        return key
    sections = [name for name, keys in _keys(document).items() if key in keys]
    return f"{sections[0]}.{key}" if len(sections) == 1 else key


def _keys(document: Mapping[str, Any]) -> dict[str, set[str]]:
    """The keys of each section of a recipe."""
    defaults = {name: field.default for name, field in Recipe.model_fields.items()}
    tuning = document.get("tuning")
    return {
        "tuning": _hyperparameters(tuning.get("method") if isinstance(tuning, dict) else None),
        **{
            name: set(type(default).model_fields)
            for name, default in defaults.items()
            if isinstance(default, BaseModel) and not isinstance(default, StyleRules)
        },
    }


def _of_method(overrides: Mapping[str, object], method: object) -> dict[str, object]:
    return {key: value for key, value in overrides.items() if key in _hyperparameters(method)}


def _hyperparameters(method: object) -> set[str]:
    """The keys that a method takes; none where there is no such method."""
    return set(TUNING_BY_METHOD[method].model_fields) if method in TUNING_BY_METHOD else set()


def _problems(error: ValidationError) -> list[str]:
    return [f"  {_problem(one['loc'], one['msg'], one['input'])}" for one in error.errors(include_url=False)]


def _problem(path: tuple[int | str, ...], message: str, given: object) -> str:
    place = f"{_place(path)}: " if path else ""
    shown = "" if isinstance(given, dict) else f" (it is {given!r})"  # keys that don't go together name themselves
    return f"{place}{message.removeprefix('Value error, ')}{shown}"


def _place(path: tuple[int | str, ...]) -> str:
    """The key as the file has it: without the method, which pydantic puts between `tuning` and its keys."""
    of_method = path[:1] == ("tuning",) and len(path) > 1 and path[1] in TUNING_BY_METHOD
    return ".".join(map(str, (path[0], *path[2:]) if of_method else path))
