"""Perplexity and token accuracy of base and tuned model, where the training job measured them."""

import math
from collections.abc import Mapping, Sequence

from jobs.domain.evaluation.statistics import Comparison
from jobs.domain.progress import MetricPoint

LARGEST_LOSS = 50.0
"""exp of more than this says nothing but `very large`."""

TOKEN_ACCURACY = "eval_mean_token_accuracy"  # noqa: S105 -- a metric's name


def reported(
    metrics: Mapping[str, Sequence[MetricPoint]], deployed_step: int | None = None, *, of_tokens: bool = True
) -> dict[str, Comparison]:
    """Reads perplexity and token accuracy out of what a job reported of its validation rows.

    The base model's figure is the one measured at step 0, before anything was learned; a job that first measures later
    reports none of its base model, and then there is no comparison. Neither has an interval: a job reports the mean
    over all rows and not the rows' own.

    Args:
        metrics: `eval_loss` and `eval_mean_token_accuracy`, by step.
        deployed_step: the step of the checkpoint that is deployed; the last one measured unless given.
        of_tokens: whether the loss is that of the answers' tokens; exp of a loss on pairs or labels is no perplexity.
    """
    found: dict[str, Comparison] = {}
    if of_tokens and (pair := _before_and_after(metrics.get("eval_loss", ()), deployed_step)):
        base, tuned = (math.exp(min(loss, LARGEST_LOSS)) for loss in pair)
        found["perplexity"] = Comparison(base, tuned)
    if pair := _before_and_after(metrics.get(TOKEN_ACCURACY, ()), deployed_step):
        found["token_accuracy"] = Comparison(*pair)
    return found


def _before_and_after(points: Sequence[MetricPoint], step: int | None) -> tuple[float, float] | None:
    ordered = sorted(points, key=lambda point: point.step)
    if len(ordered) < 2 or ordered[0].step != 0:
        return None
    deployed = next((point for point in ordered if point.step == step), ordered[-1])
    return ordered[0].value, deployed.value
