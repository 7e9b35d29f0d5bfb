"""Runs fine-tuning jobs: checks, waits for the turn, trains, keeps what came of it, goes on after a restart."""

import asyncio
import logging
import shutil
import uuid

from local_azure.errors import AzureError, not_found
from local_azure.json_types import Json
from local_azure.openai.files.records import PROCESSED, RESULTS, FileRecord, FileStore
from local_azure.openai.jobs import records as states
from local_azure.openai.jobs.checkpoints import JobCheckpoints, written_checkpoints
from local_azure.openai.jobs.events import JobEvents
from local_azure.openai.jobs.metrics import JobMetrics
from local_azure.openai.jobs.preparation import prepare
from local_azure.openai.jobs.records import JobRecord, JobRecords
from local_azure.openai.jobs.training import run_training, write_rows
from local_azure.openai.models.tuned import TunedModel, TunedModelStore
from local_azure.openai.times import seconds_now
from local_azure.platform import Platform
from local_azure.processes import end_left_over
from local_azure.training import trainer_of
from local_azure.training.job_folder import JobFolder

LOG = logging.getLogger(__name__)


class JobRunner:
    """The fine-tuning jobs of all accounts.

    Args:
        platform: The local Azure.
        files: The accounts' files.
        tuned: Where tuned models are kept.
    """

    def __init__(self, platform: Platform, files: FileStore, tuned: TunedModelStore) -> None:
        self._platform = platform
        self._files = files
        self.tuned = tuned
        self._trainer = trainer_of(platform)
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self.records = JobRecords(platform)
        self.events = JobEvents(platform)
        self.metrics = JobMetrics(platform)
        self.checkpoints = JobCheckpoints(platform, tuned, self.metrics)

    def submit(self, job: JobRecord) -> None:
        """Starts to work on a job; nothing happens when it is being worked on."""
        if job.id in self._tasks:
            return
        task = self._platform.tasks.spawn(f"job {job.id}", self._work(job))
        self._tasks[job.id] = task
        task.add_done_callback(lambda _task: self._ended(job.id))

    def resume_all(self) -> None:
        """Goes on with every job that had neither ended nor been paused when the local Azure stopped.

        The one that ran is the first.
        """
        for job in self.records.all():
            if job.status == states.RUNNING:
                self._trainer.turns.expect(job.id)
            if not job.has_ended and job.status != states.PAUSED:
                self.submit(job)

    async def cancel(self, job: JobRecord) -> JobRecord:
        """Ends a job as cancelled, unless it has just ended; its trainer is gone when this returns."""
        stopped = await self._stop(job)
        if stopped.has_ended:
            return stopped
        cancelled = self.records.update(job, status=states.CANCELLED, finished_at=seconds_now(self._platform))
        self.events.say(cancelled, "Job cancelled.")
        self._forget_work(cancelled)
        return cancelled

    async def pause(self, job: JobRecord) -> JobRecord:
        """Holds a job where it is, unless it has just ended; its trainer is gone when this returns.

        Where it is held there is a checkpoint, which can be deployed.
        """
        stopped = await self._stop(job)
        if stopped.has_ended:
            return stopped
        self._look(job)
        self.checkpoints.take(job, written_checkpoints(self._folder(job).checkpoints), paused=True)
        paused = self.records.update(job, status=states.PAUSED)
        self.events.say(paused, "Job paused.")
        return paused

    def unpause(self, job: JobRecord) -> JobRecord:
        """Lets a paused job go on from its checkpoint."""
        queued = self.records.update(job, status=states.QUEUED)
        self.events.say(queued, "Job resumed. Waiting for jobs ahead to complete.")
        self.submit(queued)
        return queued

    def remove(self, job: JobRecord) -> None:
        """Forgets a job that has ended; its model and its checkpoints' models stay."""
        self.records.delete(job)
        self.events.delete(job)
        self.metrics.delete(job)
        self.checkpoints.delete(job)
        shutil.rmtree(self._folder(job).folder, ignore_errors=True)

    def _ended(self, job_id: str) -> None:
        self._tasks.pop(job_id, None)
        self._trainer.turns.expect_no_more(job_id)

    async def _stop(self, job: JobRecord) -> JobRecord:
        task = self._tasks.get(job.id)
        if task is not None:
            task.cancel()
            await asyncio.wait({task})
        # One that a killed local Azure left running, and whose turn hasn't come again.
        end_left_over(self._folder(job).folder)
        return self.records.get(job.owner, job.id)

    async def _work(self, job: JobRecord) -> None:
        try:
            await self._steps(job)
        except AzureError as error:
            self._fail(job, error.code, error.message, error.members.get("param"))
        except Exception as error:
            self._fail(job, "internalFailure", f"{type(error).__name__}: {error}", None)
            raise

    async def _steps(self, job: JobRecord) -> None:
        folder = self._folder(job)
        if job.status == states.VALIDATING:
            prepared = await prepare(job, self._files)
            validation = self._files.content(job.validation_file) if job.validation_file else None
            train = self._files.content(job.training_file)
            await asyncio.to_thread(write_rows, folder, train, validation)
            await asyncio.to_thread(self._begin_at, job, folder)
            numbers = prepared.hyperparameters
            job = self.records.update(
                job, status=states.QUEUED, hyperparameters=numbers, trained_tokens=prepared.tokens
            )
            self.events.say(job, "Job enqueued. Waiting for jobs ahead to complete.")
        await run_training(self._trainer, job, folder, started=lambda: self._started(job), look=lambda: self._look(job))
        self._succeed(job)

    def _begin_at(self, job: JobRecord, folder: JobFolder) -> None:
        """Lays the adapter that a job goes on from beside its rows: the model may be deleted before its turn comes."""
        found = self.tuned.find(job.owner, job.model)
        if found is not None:
            shutil.copytree(self.tuned.adapter(found).folder, folder.start, dirs_exist_ok=True)
        elif job.model != _base_name(job):
            raise AzureError(400, "invalidModel", f"The model '{job.model}' is gone: nothing is there to go on from.")

    def _started(self, job: JobRecord) -> None:
        self.records.update(job, status=states.RUNNING)
        self.events.say(job, "Training started.")

    def _look(self, job: JobRecord) -> None:
        """Takes in what the trainer has written since the last look.

        Raises:
            AzureError: The job's account is gone.
        """
        if self._platform.resources.get(job.account_id) is None:
            raise not_found(f"The account '{job.account_id}' was deleted while the job ran.", code="resourceNotFound")
        folder = self._folder(job)
        written = written_checkpoints(folder.checkpoints)  # before the metrics: they have those of each then
        latest = self.records.get(job.owner, job.id)
        for offset, numbers in self.metrics.read(latest, folder.metrics):
            self.records.update(job, metrics_offset=offset)
            if numbers["total_steps"]:
                self.checkpoints.note_total(job, numbers["total_steps"])
            message = _said(numbers)
            if message:
                data = {name: value for name, value in numbers.items() if value is not None}
                self.events.say(job, message, data=data)
        for step in self.checkpoints.take(latest, written):
            self.events.say(job, f"Checkpoint created at step {step}.")

    def _succeed(self, job: JobRecord) -> None:
        latest = self.records.get(job.owner, job.id)
        suffix = f"-{job.suffix}" if job.suffix else ""
        name = f"{_base_name(job)}.ft-{job.id.removeprefix('ftjob-')}{suffix}"
        moment = seconds_now(self._platform)
        model = TunedModel(name, job.owner, job.base, job.version, job.id, moment)
        self.tuned.add(model, self._folder(job).adapter)
        results = self._results(latest)
        self.events.say(job, f"Completed results file: {results.id}")
        self.events.say(job, "Job succeeded.")
        self.records.update(
            job,
            status=states.SUCCEEDED,
            finished_at=moment,
            fine_tuned_model=name,
            result_files=[results.id],
        )
        self._forget_work(job)

    def _results(self, job: JobRecord) -> FileRecord:
        content = self.metrics.table(job).encode()
        moment = seconds_now(self._platform)
        # The job's own digits, so that a second try after a restart makes no second file.
        file_id = f"file-{uuid.uuid5(uuid.NAMESPACE_OID, job.id).hex}"
        file = FileRecord(file_id, job.owner, "results.csv", RESULTS, len(content), moment, PROCESSED)
        self._files.content(file_id).write_bytes(content)
        self._files.put(file)
        return file

    def _fail(self, job: JobRecord, code: str, message: str, param: str | None) -> None:
        error: Json = {"code": code, "message": message, "param": param}
        self.events.say(job, f"Job failed: {message.splitlines()[0]}", level="error")
        moment = seconds_now(self._platform)
        self.records.update(job, status=states.FAILED, finished_at=moment, error=error, trained_tokens=None)
        LOG.info("job %s failed: %s %s", job.id, code, message)

    def _folder(self, job: JobRecord) -> JobFolder:
        return JobFolder(self._platform.directory / "openai" / "jobs" / job.id)

    def _forget_work(self, job: JobRecord) -> None:
        """Removes what only the trainer needed; its log stays."""
        folder = self._folder(job)
        for made in (folder.output, folder.start):
            shutil.rmtree(made, ignore_errors=True)
        for rows in (folder.train, folder.validation):
            rows.unlink(missing_ok=True)


def _base_name(job: JobRecord) -> str:
    return f"{job.base}-{job.version}"


def _said(numbers: Json) -> str:
    at = f"Step {numbers['step']}" + (f"/{numbers['total_steps']}" if numbers["total_steps"] else "")
    if "train_loss" in numbers:
        return f"{at}: training loss={numbers['train_loss']:.4f}"
    if "full_valid_loss" in numbers:
        return f"{at}: full validation loss={numbers['full_valid_loss']:.4f}"
    return ""
