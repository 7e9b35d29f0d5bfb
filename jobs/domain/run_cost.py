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


def training_cost(
    recipe: Recipe, estimated_tokens: int, run_seconds: float | None = None, *, machine: str = ""
) -> Cost:
    """What tuning costs: by tokens on Azure OpenAI, by machine time for one's own script.

    Args:
        recipe: what is tuned, how.
        estimated_tokens: of the training rows, once.
        run_seconds: how long the job ran; none where that isn't known, as before it has run.
        machine: what one's own script runs on, e.g. Standard_NC24ads_A100_v4.
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
    return _of_machines(what, tuning.nodes, machine, None if run_seconds is None else run_seconds / 3600)


def _of_machines(what: str, nodes: int, machine: str, hours: float | None) -> Cost:
    row, ran = prices().machines.get(machine), "" if hours is None else f" for {hours:.2f} hours"
    named = machine or "the cluster's machine"
    how = f"paid for as {nodes} x {named}{ran}"
    if row is None:
        return Cost(what, None, how)
    amount = None if hours is None else nodes * hours * row.usd
    return Cost(what, amount, f"{how} at {row.usd:g} USD an hour ({row.source}, {row.as_of})")
