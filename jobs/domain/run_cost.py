"""What a run costs, as far as prices are known; whatever has no price isn't free but unknown."""

from dataclasses import dataclass

from catalogue.prices import prices
from jobs.domain.recipe import OpenAITuning, Recipe

MILLION = 1_000_000


@dataclass(frozen=True)
class Cost:
    """One part of what a run costs.

    Attributes:
        what: is paid for.
        usd: how much; none where nobody has written down a price.
        how: it was reckoned, or why it isn't known.
    """

    what: str
    usd: float | None
    how: str


def training_cost(recipe: Recipe, estimated_tokens: int, run_seconds: float | None) -> Cost:
    """What tuning costs: by tokens on Azure OpenAI, by machine time for one's own script.

    Args:
        recipe: what is tuned, how.
        estimated_tokens: of the training rows, once.
        run_seconds: how long the job ran; none where that isn't known.
    """
    what, tuning = "training", recipe.tuning
    if isinstance(tuning, OpenAITuning):
        row = prices().training.get(recipe.model)
        if row is None:
            return Cost(what, None, f"nobody has written down what training {recipe.model} costs")
        if tuning.epochs == "auto":
            return Cost(what, None, "the service chooses the number of epochs")
        price = float(getattr(row, tuning.tier))
        how = f"about {estimated_tokens} tokens x {tuning.epochs} epochs at {price:g} USD a million"
        return Cost(what, estimated_tokens * tuning.epochs * price / MILLION, f"{how} ({row.source}, {row.as_of})")
    if tuning.method == "serverless":
        return Cost(what, None, "serverless tuning is paid for by tokens; nobody has written down the price")
    ran = "" if run_seconds is None else f" for {run_seconds / 3600:.2f} hours"
    return Cost(what, None, f"paid for as {tuning.nodes} x the cluster's machine{ran}")
