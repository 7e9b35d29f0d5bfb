"""A run's result as one document: what `--output json` prints and the demo's record is made of."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from jobs.domain.evaluation.answers import AnswerPair
from jobs.domain.evaluation.gate import Verdict
from jobs.domain.progress import MetricPoint, Progress
from jobs.domain.recipe import Recipe
from jobs.domain.run_cost import training_cost
from jobs.services.evaluated import Evaluated
from jobs.services.run import RunResult


def run_document(result: RunResult, report: str) -> dict[str, Any]:
    """All of a run, in stable keys.

    Args:
        result: of the run.
        report: path of its HTML report.
    """
    recipe, evaluated = result.request.recipe, result.evaluated
    return {
        "recipe": recipe.name,
        "stack": result.request.stack_name,
        "seconds": result.seconds,
        "data": data_section(result),
        "model": model_section(result),
        "finetune": fine_tuning_section(result.job, recipe, result.progress)
        | {"checkpoints": [asdict(checkpoint) for checkpoint in evaluated.checkpoints]},
        "endpoints": {
            "base": result.endpoints.base.name,
            "tuned": result.endpoints.tuned.name if result.verdict.passed else None,
        },
        "evaluate": evaluation_section(evaluated),
        "gate": gate_section(result.verdict),
        "cost": cost_section(result),
        "compare": [comparison_row(pair) for pair in evaluated.pairs],
        "report": report,
    }


def lineage(result: RunResult) -> dict[str, str]:
    """What came from what, for the report."""
    stack, prepared, endpoints = result.request.stack, result.prepared, result.endpoints
    return {
        **({"Account": stack.account_id} if stack.account_id else {"Workspace": stack.workspace_path}),
        "Region": stack.location,
        "Data, SHA-256": prepared.sha256,
        "Training rows": prepared.train_uri,
        "Validation rows": prepared.validation_uri,
        "Job": result.job,
        "Base model": endpoints.base.model_id,
        "Tuned model": endpoints.tuned.model_id,
        "Base endpoint": endpoints.base.name,
        "Tuned endpoint": endpoints.tuned.name if result.verdict.passed else "taken out of service again",
        **result.evaluated.made_by,
    }


def data_section(result: RunResult) -> dict[str, Any]:
    """The training file, its hash, and how many rows went where."""
    train = result.request.recipe.data.train
    findings = [
        {"file": _shown(file), **asdict(finding)}
        for file, report in result.data.reports.items()
        for finding in report.findings
    ]
    return {
        "file": _shown(train),
        "sha256": result.data.reports[train].sha256,
        "train_rows": len(result.data.train),
        "validation_rows": len(result.data.validation),
        "evaluation_rows": len(result.data.questions),
        "estimated_tokens": result.data.reports[train].estimated_tokens,
        "findings": findings,
    }


def model_section(result: RunResult) -> dict[str, Any]:
    """Which model was asked for and which weights really answered."""
    pairs = result.evaluated.pairs
    return {
        "requested": result.request.recipe.model,
        "tuned_model": result.request.recipe.tuned_model,
        "ran": next((pair.tuned.model for pair in pairs if pair.tuned.model), ""),
        "base_ran": next((pair.base.model for pair in pairs if pair.base.model), ""),
    }


def fine_tuning_section(job: str, recipe: Recipe, progress: Progress) -> dict[str, Any]:
    """The job: its steps, times, and first and last losses."""
    times = progress.times
    end = times.ended
    return {
        "job_id": job,
        "method": recipe.method,
        "hyperparameters": recipe.tuning.model_dump(exclude={"method"}),
        "state": progress.state.value,
        "steps": progress.step,
        "train_loss": _first_and_last(progress.losses),
        "validation_loss": _first_and_last(progress.validation_losses),
        "why": None if progress.validation_losses else "the job reported no loss on validation rows",
        "queue_seconds": times.queued(end).total_seconds() if end else None,
        "run_seconds": times.ran(end).total_seconds() if end else None,
    }


def progress_section(progress: Progress, now: datetime) -> dict[str, Any]:
    """A job as it is at one moment."""
    left = progress.remaining(now)
    return {
        "state": progress.state.value,
        "queue_seconds": progress.times.queued(now).total_seconds(),
        "run_seconds": progress.times.ran(now).total_seconds(),
        "step": progress.step,
        "maximum_steps": progress.maximum_steps,
        "seconds_left": left.total_seconds() if left is not None else None,
        "train_loss": _first_and_last(progress.losses),
        "validation_loss": _first_and_last(progress.validation_losses),
    }


def evaluation_section(evaluated: Evaluated) -> dict[str, Any]:
    """Metrics of both models with the interval of their difference, why others are missing, and the safety probes."""
    return {
        "rows": len(evaluated.pairs),
        "metrics": {name: asdict(value) for name, value in evaluated.metrics.items()},
        "unmeasured": evaluated.unmeasured,
        "safety": [
            {
                "id": result.probe.id,
                "category": result.probe.category,
                "prompt": result.probe.prompt,
                "base": result.base.text,
                "tuned": result.tuned.text,
                "base_answered": result.base_answered,
                "tuned_answered": result.tuned_answered,
            }
            for result in evaluated.safety
        ],
    }


def gate_section(verdict: Verdict) -> dict[str, Any]:
    """Whether the tuned model may stay, and why."""
    return {
        "passed": verdict.passed,
        "criteria": [asdict(criterion) for criterion in verdict.criteria],
        "warnings": list(verdict.warnings),
    }


def cost_section(result: RunResult) -> list[dict[str, Any]]:
    """What was paid for, as far as its price is known."""
    recipe, times = result.request.recipe, result.progress.times
    ran = times.ran(times.ended).total_seconds() if times.ended else None
    tokens = result.data.reports[recipe.data.train].estimated_tokens
    return [asdict(training_cost(recipe, tokens, ran, machine=result.request.stack.compute_sku))]


def comparison_row(pair: AnswerPair) -> dict[str, Any]:
    """Both answers to one question."""
    return {
        "prompt": pair.question.text,
        "reference": pair.question.reference,
        "base": pair.base.text,
        "tuned": pair.tuned.text,
        "base_breaks": list(pair.base_breaks),
        "tuned_breaks": list(pair.tuned_breaks),
        "base_seconds": round(pair.base.seconds, 3),
        "tuned_seconds": round(pair.tuned.seconds, 3),
    }


def _shown(file: Path) -> str:
    """As a reader knows the file: from the folder they are in, where it lies below."""
    return str(file.relative_to(Path.cwd())) if file.is_relative_to(Path.cwd()) else str(file)


def _first_and_last(points: tuple[MetricPoint, ...]) -> list[float] | None:
    return [points[0].value, points[-1].value] if points else None
