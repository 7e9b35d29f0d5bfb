"""A recipe's model held against the catalogue: what Azure would refuse is refused before anything is uploaded."""

from datetime import date

from catalogue.tunable import tunable
from jobs.domain.errors import UsageError
from jobs.domain.recipe import Recipe


def require_tunable(recipe: Recipe, location: str, on: date) -> None:
    """Refuses a model that can't be tuned by the recipe's method, in that region, on that day.

    Raises:
        UsageError: why, and what can be had instead.
    """
    refusal = tunable(recipe.model, recipe.method, location, on)
    if refusal is None:
        return
    fix = f"--set model={refusal.successor}, or write it into the recipe." if refusal.successor else ""
    raise UsageError(f"recipe {recipe.name}: {refusal.message}", fix=fix)
