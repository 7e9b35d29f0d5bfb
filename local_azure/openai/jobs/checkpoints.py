"""Checkpoints of a job: one at the end of each epoch and one where it is paused; the last three can be deployed."""

import re
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path

from local_azure.json_types import Json
from local_azure.openai.jobs.metrics import JobMetrics
from local_azure.openai.jobs.records import JobRecord
from local_azure.openai.models.tuned import TunedModel, TunedModelStore
from local_azure.openai.times import seconds_now
from local_azure.platform import Platform
from local_azure.resources import Resource

_TABLE = "openai-checkpoints"
# azure-ai-docs fine-tuning, 2026-09: those of the last three epochs.
_KEPT = 3
# The trainer writes it last: a checkpoint without it isn't whole.
_LAST_WRITTEN = "trainer_state.json"


class JobCheckpoints:
    """The checkpoints of all jobs.

    Args:
        platform: The local Azure.
        tuned: Where their adapters are kept.
        metrics: What was measured at their steps.
    """

    def __init__(self, platform: Platform, tuned: TunedModelStore, metrics: JobMetrics) -> None:
        self._platform = platform
        self._tuned = tuned
        self._metrics = metrics

    def take(self, job: JobRecord, written: Mapping[int, Path], *, paused: bool = False) -> list[int]:
        """Takes in the checkpoints that the trainer has written since; returns their steps.

        Args:
            job: The job.
            written: The trainer's checkpoints, by step; what was measured at them is read by now.
            paused: Whether the job stops here: then its last checkpoint counts wherever it is.
        """
        known = {int(each["step_number"]) for each in self.of(job)}
        ends = set(_ends_of_epochs(job, self._total_steps(job)))
        new = [step for step in written if step not in known and (step in ends or (paused and step == max(written)))]
        for step in new:
            self._keep(job, step, written[step])
        return new

    def of(self, job: JobRecord) -> Sequence[Json]:
        """Returns a job's checkpoints, the newest first."""
        return self._platform.store.list(_TABLE, f"{job.id}|")[::-1]

    def note_total(self, job: JobRecord, steps: int) -> None:
        """Notes how many steps a job has."""
        self._platform.store.put(f"{_TABLE}-total", job.id, {"steps": steps})

    def delete(self, job: JobRecord) -> None:
        """Forgets what is kept of a job here."""
        for key, _entry in self._platform.store.items(_TABLE, f"{job.id}|"):
            self._platform.store.delete(_TABLE, key)
        self._platform.store.delete(f"{_TABLE}-total", job.id)

    def _total_steps(self, job: JobRecord) -> int:
        kept = self._platform.store.get(f"{_TABLE}-total", job.id)
        return int(kept["steps"]) if kept else 0

    def _keep(self, job: JobRecord, step: int, folder: Path) -> None:
        name = f"ftchkpt-{uuid.uuid4().hex}"
        moment = seconds_now(self._platform)
        model = TunedModel(name, job.owner, job.base, job.version, job.id, moment, is_checkpoint=True)
        self._tuned.add(model, folder)
        row = self._metrics.at(job, step)
        metrics = {name.replace("validation_mean", "valid_mean"): value for name, value in row.items()}
        checkpoint = {
            "object": "fine_tuning.job.checkpoint",
            "id": name,
            "created_at": moment,
            "fine_tuned_model_checkpoint": name,
            "fine_tuning_job_id": job.id,
            "step_number": step,
            "metrics": metrics,
        }
        self._platform.store.put(_TABLE, f"{job.id}|{step:08}", checkpoint)
        account = self._platform.resources.get(job.account_id)
        for old in self.of(job)[_KEPT:]:
            self._drop(job, old, account)

    def _drop(self, job: JobRecord, checkpoint: Json, account: Resource | None) -> None:
        model = self._tuned.find(job.owner, str(checkpoint["id"]))
        if account is None or model is None or self._tuned.deployments(account, model.name):
            return  # what is deployed stays
        self._tuned.delete(account, model)
        self._platform.store.delete(_TABLE, f"{job.id}|{checkpoint['step_number']:08}")


def written_checkpoints(folder: Path) -> dict[int, Path]:
    """Returns the whole checkpoints in the trainer's folder of them, by step.

    The trainer writes what it measures at a step before that step's checkpoint: who looks here first and reads the
    metrics then has those of each.
    """
    found = [(re.fullmatch(r"checkpoint-(\d+)", each.parent.name), each) for each in folder.glob(f"*/{_LAST_WRITTEN}")]
    return {int(match[1]): file.parent for match, file in sorted(found, key=lambda pair: pair[1]) if match}


def _ends_of_epochs(job: JobRecord, total: int) -> list[int]:
    epochs = int(job.hyperparameters["n_epochs"])
    each = -(-total // epochs)  # the trainer saves at this share of all steps, rounded up
    return [min(total, each * number) for number in range(1, epochs + 1)]
