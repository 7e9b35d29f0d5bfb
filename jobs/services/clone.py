"""A run's recipe and rows, taken out of the ledger onto this machine, to be run again as they are or changed."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from jobs.domain.errors import CloudError, UsageError
from jobs.domain.recipe import Recipe
from jobs.domain.recipe_file import read_recipe
from jobs.services.find_run import FoundRun


@dataclass(frozen=True)
class Clone:
    """What was written.

    Attributes:
        recipe: the file.
        files: its rows.
        left_out: keys of the recipe whose files are on the machine that it was run from alone.
    """

    recipe: Path
    files: tuple[Path, ...]
    left_out: tuple[str, ...]


def clone(found: FoundRun, file: Path, settings: tuple[str, ...] = ()) -> Clone:
    """Writes the recipe of a run, and the very rows that it was trained on, into a folder beside it.

    Args:
        found: the run.
        file: where the recipe goes.
        settings: `key=value` to change in it.

    Raises:
        UsageError: nobody noted the run's recipe, the file is there already, or a setting isn't a recipe's.
        CloudError: the rows aren't there any more.
    """
    if found.record is None:
        name = found.job.name if found.job else "it"
        raise UsageError(f"nobody noted the recipe of {name}: it was handed in before there was a ledger")
    if file.exists():
        raise UsageError(f"{file} is there already", fix="Name another file.")
    file.parent.mkdir(parents=True, exist_ok=True)
    document = {key: value for key, value in found.record.recipe.items() if key != "data"}
    data, left_out = _reachable(found.record.recipe.get("data", {}))
    rows = {
        name: _downloaded(found, path, file.with_suffix("") / f"{name}.jsonl")
        for name, path in found.record.data.items()
    }
    file.write_text(yaml.safe_dump({**document, "data": data | _as_text(rows)}, sort_keys=False), encoding="utf-8")
    try:
        recipe = read_recipe(file, settings=settings)
    except UsageError:
        file.unlink()
        raise
    relative = {name: path.relative_to(file.parent) for name, path in rows.items()}
    file.write_text(_text(found.record.run, recipe, _as_text(relative)), encoding="utf-8")
    return Clone(file, tuple(rows.values()), left_out)


def _reachable(data: dict[str, object]) -> tuple[dict[str, object], tuple[str, ...]]:
    """The data section without what comes with the rows, and without a file that only the other machine has."""
    kept = {key: value for key, value in data.items() if key not in ("train", "validation")}
    asked = kept.get("evaluation")
    if isinstance(asked, str) and not Path(asked).is_file():
        return {key: value for key, value in kept.items() if key != "evaluation"}, ("data.evaluation",)
    return kept, ()


def _downloaded(found: FoundRun, path: str, file: Path) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    if not found.cloud.files.download(path, file):
        raise CloudError(f"the rows of the run aren't there any more: {path}")
    return file.resolve()


def _text(run: str, recipe: Recipe, data: dict[str, str]) -> str:
    document = recipe.model_dump(mode="json", exclude_defaults=True)
    document["tuning"] = {"method": recipe.method, **document["tuning"]}
    document["data"] = {**document["data"], **data}
    return f"# The recipe of the run {run}.\n" + yaml.safe_dump(document, sort_keys=False, allow_unicode=True)


def _as_text(paths: dict[str, Path]) -> dict[str, str]:
    return {name: str(path) for name, path in paths.items()}
