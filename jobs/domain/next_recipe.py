"""The recipe to try next, from what failed: changed hyperparameters where they explain it, advice where data does."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from jobs.domain.evaluation.fitting import TOLERANCE, Fit
from jobs.domain.evaluation.gate import Criterion, Verdict
from jobs.domain.evaluation.measures import measure_of
from jobs.domain.recipe import OpenAITuning, Recipe

FEW_ROWS = 100
"""Below it, more rows help more than any hyperparameter: Azure OpenAI's guide asks for hundreds (2025-02-27)."""

LOW_MULTIPLIER = 0.05
HIGH_MULTIPLIER = 0.2
"""Within what Azure OpenAI's guide calls usual, 0.02 to 0.2 (2025-02-27)."""


@dataclass(frozen=True)
class Change:
    """One hyperparameter of the next recipe, and why it changes."""

    key: str
    before: object
    after: object
    why: str


@dataclass(frozen=True)
class Proposal:
    """What to try next.

    Attributes:
        recipe: the next one, valid as it is; the same as before where hyperparameters explain nothing.
        change: what is different in it; one thing at a time, as of two nobody could say which one helped.
        advice: what to do about data, rules or endpoints, which no hyperparameter mends.
    """

    recipe: Recipe
    change: Change | None
    advice: tuple[str, ...]


def next_recipe(recipe: Recipe, verdict: Verdict, fit: Fit | None, train_rows: int) -> Proposal | None:
    """Proposes what to change after a model that didn't pass its gate, or passed it with warnings.

    Args:
        recipe: that was run.
        verdict: on its model.
        fit: how its validation loss went; none where the job didn't report it.
        train_rows: how many it learned from.

    Returns:
        The proposal; none where nothing failed.
    """
    failed = [one for one in verdict.criteria if not one.passed]
    if not failed:
        return None
    change = _change(recipe, failed, fit)
    changed = None if change is None else _with(recipe, change)
    advice = tuple(dict.fromkeys(_advice(failed, train_rows)))
    return Proposal(changed or recipe, change if changed is not None else None, advice)


def _change(recipe: Recipe, failed: list[Criterion], fit: Fit | None) -> Change | None:
    if fit is not None and fit.overfitted:
        return _train_less(recipe, fit)
    kinds = {measure_of(_metric(one)).kind for one in failed}
    if any(_is_worse(one) for one in failed) and kinds & {"closeness", "safety"}:
        return _learn_slower(recipe, "the tuned model lost what its base can do, as too large steps make it")
    if kinds <= {"speed", "price"}:
        return None
    if fit is None or fit.best.step == fit.last.step:
        return _train_more(recipe, fit)
    if fit.last.value > fit.best.value * (1 + TOLERANCE):
        return _learn_slower(recipe, "the validation loss rose again although the training loss didn't fall: it jumped")
    return None  # it learned what these rows teach


def _train_less(recipe: Recipe, fit: Fit) -> Change:
    epochs, when = recipe.tuning.epochs, f"the validation loss was lowest at step {fit.best.step} of {fit.last.step}"
    fewer = max(1, round(epochs * fit.best.step / fit.last.step)) if isinstance(epochs, int) else epochs
    if epochs != fewer:
        return Change("epochs", epochs, fewer, f"{when}: after that it learned rows by heart")
    return _learn_slower(recipe, f"{when}: it learned its rows by heart early")


def _train_more(recipe: Recipe, fit: Fit | None) -> Change | None:
    told = "the validation loss was still falling" if fit else "the job reported no validation loss that says more"
    why = f"it hasn't learned enough: {told}"
    epochs = recipe.tuning.epochs
    if isinstance(epochs, int):
        more = (Change("epochs", epochs, most, why) for most in range(2 * epochs, epochs, -1))
        return next((change for change in more if _with(recipe, change) is not None), None)
    return Change("learning_rate_multiplier", _multiplier(recipe), HIGH_MULTIPLIER, why)


def _learn_slower(recipe: Recipe, why: str) -> Change:
    if isinstance(recipe.tuning, OpenAITuning):
        multiplier = _multiplier(recipe)
        slower = multiplier / 2 if isinstance(multiplier, float) else LOW_MULTIPLIER
        return Change("learning_rate_multiplier", multiplier, slower, why)
    rate = recipe.tuning.learning_rate
    return Change("learning_rate", rate, rate / 2, why)


def _advice(failed: list[Criterion], train_rows: int) -> Iterator[str]:
    if train_rows < FEW_ROWS:
        yield f"it learned from {train_rows} rows: {FEW_ROWS} and more help more than any hyperparameter"
    for one in failed:
        name = _metric(one)
        match measure_of(name).kind:
            case "safety":
                yield f"{name}: add rows in which the assistant declines what it should, beside those of the task"
            case "rules":
                yield f"{name}: look for training rows that break the rule themselves; the report shows the answers"
            case "speed" | "price":
                yield f"{name}: shorter answers in the training rows, a smaller model, or a larger deployment"
            case "own" | "judge":
                yield f"{name}: read the answers that it marks down; a metric may be wrong as well as a model"
            case "closeness" | "loss":
                yield f"{name}: more rows like the questions that went wrong; the report lists them"


def _with(recipe: Recipe, change: Change) -> Recipe | None:
    """The recipe with a change; none where no recipe takes it, or it would be the same."""
    document: dict[str, Any] = recipe.model_dump()
    if document["tuning"].get(change.key) == change.after:
        return None
    document["tuning"][change.key] = change.after
    try:
        return Recipe.model_validate(document)
    except ValidationError:
        return None


def _multiplier(recipe: Recipe) -> float | str:
    return recipe.tuning.learning_rate_multiplier if isinstance(recipe.tuning, OpenAITuning) else ""


def _metric(criterion: Criterion) -> str:
    """The metric that a criterion's name begins with: `style margin`, `f1 not worse than base`."""
    return "perplexity" if criterion.name == "not overfitted" else criterion.name.split(" ", 1)[0]


def _is_worse(criterion: Criterion) -> bool:
    return criterion.name.endswith("not worse than base")
