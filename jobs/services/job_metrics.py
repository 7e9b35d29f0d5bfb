"""What a job reported of its losses, and at which step the weights were taken that are deployed."""

from collections.abc import Mapping, Sequence

from jobs.domain.evaluation.perplexity import TOKEN_ACCURACY
from jobs.domain.progress import MetricPoint
from jobs.ports import Cloud

KEEPS_BEST = "load_best_model_at_end"
"""The parameter by which trainers of transformers log that the best weights are kept, not the last."""


def job_metrics(cloud: Cloud, job: str) -> Mapping[str, Sequence[MetricPoint]]:
    """Losses of training and validation, and token accuracies on validation rows, by step."""
    return cloud.runs.metrics(job, ("loss", "eval_loss", TOKEN_ACCURACY))


def deployed_step(cloud: Cloud, job: str, model_id: str, validation_losses: Sequence[MetricPoint]) -> int | None:
    """The step of the weights behind a deployment: a checkpoint's, or the best one's; none where they are the last."""
    checkpoint = next((one for one in cloud.models.checkpoints(job) if one.model.lower() == model_id.lower()), None)
    if checkpoint is not None:
        return checkpoint.step
    if validation_losses and cloud.runs.parameters(job).get(KEEPS_BEST, "").lower() == "true":
        return min(validation_losses, key=lambda point: point.value).step
    return None
