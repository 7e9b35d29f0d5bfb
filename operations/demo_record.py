"""What the demo found, as build/demo-JOURNEY.json has it, and whether it is what was promised."""

from collections.abc import Iterator
from typing import Any

STYLE_MARGIN = 0.5
"""By how much the shipped recipe's tuned model must keep its style more often than the base."""


PERPLEXITY_SHARE = 0.5
"""How much of its base's perplexity a model of one's own may have left, on rows whose topics it didn't learn."""


def record(
    journey: str, run: dict[str, Any] | None, resources: dict[str, int], seconds: dict[str, float]
) -> dict[str, Any]:
    """Puts the record together.

    Args:
        journey: which one.
        run: the document of `tunestack run`; None for a demo that ends after the infrastructure.
        resources: counts, by what became of them.
        seconds: wall-clock of the steps around the run; its own steps are added.
    """
    kept = ("data", "model", "finetune", "evaluate", "gate", "compare", "report")
    steps = {**seconds, **(run["seconds"] if run else {})}
    found = {name: run[name] if run else None for name in kept}
    return {"journey": journey, "seconds": steps, "resources": resources, **found}


def broken_promises(found: dict[str, Any], *, own_style: bool) -> Iterator[str]:
    """Says what of the demo isn't as it has to be.

    Args:
        found: the record.
        own_style: whether the recipe's own rows were learnt, on weights that can learn their style.
    """
    resources = found["resources"]
    for what in ("second_up_changes", "refresh_changes", "left_after_destroy", "soft_deleted_after_destroy"):
        if resources[what]:
            yield f"{what.replace('_', ' ')}: {resources[what]}, not 0"
    if found["finetune"] is not None:
        yield from _tuning(found, own_style=own_style)


def _tuning(found: dict[str, Any], *, own_style: bool) -> Iterator[str]:
    loss = found["finetune"]["validation_loss"]
    if not loss or loss[-1] >= loss[0]:
        yield f"validation loss doesn't fall: {loss}"
    if not found["gate"]["passed"]:
        yield "the tuned model doesn't pass the gate"
    if own_style:
        yield from _style(found["evaluate"]["metrics"].get("style"))
        if found["journey"] == "phi3-custom":
            yield from _perplexity(found["evaluate"]["metrics"].get("perplexity"))


def _style(style: dict[str, float] | None) -> Iterator[str]:
    if style is None:
        yield "style wasn't measured"
    elif style["tuned"] - style["base"] < STYLE_MARGIN or style["low"] <= 0:
        yield f"style: tuned {style['tuned']:.2f}, base {style['base']:.2f}, at least {style['low']:+.2f} with 95 %"


def _perplexity(perplexity: dict[str, float] | None) -> Iterator[str]:
    if perplexity is None:
        yield "perplexity wasn't measured"
    elif perplexity["tuned"] > PERPLEXITY_SHARE * perplexity["base"]:
        yield f"perplexity: tuned {perplexity['tuned']:.2f}, base {perplexity['base']:.2f}"
