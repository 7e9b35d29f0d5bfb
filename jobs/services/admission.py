"""What was evaluated and found wanting isn't deployed again by another door."""

from jobs.domain.errors import RefusedError
from jobs.domain.recipe import Recipe
from jobs.ports import Cloud
from jobs.services.evaluated import kept_evaluation, verdict_on


def require_passed(cloud: Cloud, recipe: Recipe, job: str) -> None:
    """Refuses a job's model that was evaluated and doesn't pass the recipe's gate; one never evaluated is let through.

    Raises:
        RefusedError: with all reasons.
    """
    evaluated = kept_evaluation(cloud, job)
    if evaluated is None:
        return
    verdict = verdict_on(recipe, evaluated)
    if not verdict.passed:
        raise RefusedError(
            f"the model of {job} didn't pass the gate: {'; '.join(verdict.reasons)}",
            fix="Other data or hyperparameters may; or write into the recipe's gate what is good enough.",
        )
