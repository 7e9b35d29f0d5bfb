"""A recipe's model held against the catalogue: what Azure would refuse is refused before anything is uploaded."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final, get_args

from catalogue.deployable import deployable
from catalogue.model import Sku
from catalogue.models import models
from catalogue.tunable import Refusal, tunable
from jobs.domain.errors import UsageError
from jobs.domain.recipe import OpenAITuning, Recipe
from jobs.domain.recipe.deployment import DeploymentSku
from jobs.domain.stack import StackOutputs

_TIERS: Final[Mapping[str, Sku]] = MappingProxyType(
    {"Standard": "Standard", "GlobalStandard": "GlobalStandard", "developerTier": "DeveloperTier"}
)
"""What the catalogue calls the tiers of training."""


def require_tunable(recipe: Recipe, stack: StackOutputs, today: date) -> None:
    """Refuses a model that can't be tuned as the recipe says, in the stack's region, on its day.

    Args:
        recipe: what is to be tuned, and how.
        stack: where; a day that it pins counts in place of today.
        today: the day.

    Raises:
        UsageError: why, and what can be had instead.
    """
    on = stack.catalogue_date or today
    if isinstance(recipe.tuning, OpenAITuning):
        _require_openai(recipe, recipe.tuning, stack, on)
    else:
        _refuse(recipe, tunable(recipe.model, recipe.method, stack.location, on))


def _require_openai(recipe: Recipe, tuning: OpenAITuning, stack: StackOutputs, on: date) -> None:
    is_new = recipe.model != stack.model
    tier = _TIERS[tuning.tier]
    _refuse(recipe, tunable(recipe.model, "openai", stack.location, on, tier=tier, newcomer=is_new))
    row = models().model(recipe.model).tuning_by("openai")
    techniques = row.techniques if row else ()
    if tuning.technique not in techniques:
        known = ", ".join(techniques)
        raise UsageError(f"recipe {recipe.name}: {recipe.model} can't be tuned by {tuning.technique}; it has {known}")
    _require_servable(recipe, stack, on)
    if is_new:  # its base would have to be deployed beside the tuned model
        refusal = deployable(recipe.model, None, stack.base_sku, stack.location, on)
        if refusal is not None:
            raise UsageError(
                f"recipe {recipe.name}: its base couldn't be asked beside it: {refusal.message}",
                fix=f"--set model={stack.model} tunes what the stack has deployed." if stack.model else "",
            )


def _require_servable(recipe: Recipe, stack: StackOutputs, on: date) -> None:
    """Refuses a deployment that Azure wouldn't take once the training is paid for."""

    def refusal(sku: str) -> Refusal | None:
        return deployable(recipe.model, None, sku, stack.location, on, tuned=True)

    refused = refusal(recipe.deployment.sku)
    if refused is not None:
        others = [sku for sku in get_args(DeploymentSku) if refusal(sku) is None]
        raise UsageError(
            f"recipe {recipe.name}: {refused.message}",
            fix=f"--set deployment.sku={others[0]}; what goes there: {', '.join(others)}." if others else "",
        )


def _refuse(recipe: Recipe, refusal: Refusal | None) -> None:
    if refusal is None:
        return
    fix = f"--set model={refusal.successor}, or write it into the recipe." if refusal.successor else ""
    raise UsageError(f"recipe {recipe.name}: {refusal.message}", fix=fix)
