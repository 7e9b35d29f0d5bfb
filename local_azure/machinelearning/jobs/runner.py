"""Runs fine-tuning jobs: prepares, queues, trains one at a time, publishes the outcome, goes on after a restart."""

import asyncio
import shutil

from local_azure.clock import timestamp
from local_azure.errors import AzureError
from local_azure.machinelearning.jobs import records as states
from local_azure.machinelearning.jobs.files import JobFiles
from local_azure.machinelearning.jobs.fine_tuning import FineTuning, parse_fine_tuning
from local_azure.machinelearning.jobs.log import NAME, JobLog
from local_azure.machinelearning.jobs.metrics import JobMetrics
from local_azure.machinelearning.jobs.network import enter_network
from local_azure.machinelearning.jobs.outputs import publish_outputs
from local_azure.machinelearning.jobs.records import JobRecord, JobRecords
from local_azure.machinelearning.jobs.training_run import TrainingRun, split_validation
from local_azure.platform import Platform
from local_azure.processes import end_left_over
from local_azure.training.job_folder import JobFolder
from local_azure.training.trainer import Trainer


class JobRunner:
    """The fine-tuning jobs that run on this machine.

    Args:
        platform: The local Azure.
        trainer: Trains them.
    """

    def __init__(self, platform: Platform, trainer: Trainer) -> None:
        self._platform = platform
        self._trainer = trainer
        self.records = JobRecords(platform.store, platform.clock)
        self.metrics = JobMetrics(platform.store, platform.clock)
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def submit(self, job_id: str) -> None:
        """Starts to work on a job that has a record; nothing happens when it is being worked on."""
        key = job_id.lower()
        if key in self._tasks:
            return
        task = self._platform.tasks.spawn(f"job {job_id}", self._work(job_id))
        self._tasks[key] = task
        task.add_done_callback(lambda _task: self._tasks.pop(key, None))

    def resume(self) -> None:
        """Goes on with every job that had not ended when the local Azure stopped."""
        for record in self.records.all():
            if not record.has_ended:
                self.submit(record.id)

    async def cancel(self, job_id: str) -> None:
        """Ends a job that has not ended, as Canceled; its trainer and what that started are gone when this returns."""
        record = self.records.get(job_id)
        if record is None or record.has_ended:
            return
        self.records.update(job_id, status=states.CANCEL_REQUESTED, cancel_requested=True)
        task = self._tasks.get(job_id.lower())
        if task is not None:
            task.cancel()
            await asyncio.wait({task})
        self.records.update(job_id, status=states.CANCELED)

    async def remove(self, job_id: str) -> None:
        """Ends a job and forgets everything about it but what lies on storage."""
        await self.cancel(job_id)
        self.metrics.delete(job_id)
        self.records.delete(job_id)
        shutil.rmtree(JobFiles(self._platform, job_id).folder, ignore_errors=True)

    async def _work(self, job_id: str) -> None:
        record = self.records.get(job_id)
        if record is None:
            return
        files = JobFiles(self._platform, job_id)
        log = JobLog(files.folder / NAME, self._platform.clock, lambda file: files.upload(file, NAME, "text/plain"))
        if record.cancel_requested:
            end_left_over(files.folder)
            self.records.update(job_id, status=states.CANCELED)
            return
        async with log.copied():
            try:
                await self._steps(record, files, log)
            except asyncio.CancelledError:
                log.write(
                    "The job was canceled."
                    if self._is_canceled(job_id)
                    else "The service stops; the job goes on later."
                )
                raise
            except AzureError as error:
                await self._fail(job_id, log, error.code, error.message)
            except Exception as error:
                await self._fail(job_id, log, "SystemError", f"{type(error).__name__}: {error}")
                raise

    async def _steps(self, record: JobRecord, files: JobFiles, log: JobLog) -> None:
        job = parse_fine_tuning(record.details)
        self.records.update(record.id, status=states.PREPARING, parameters=_parameters(job))
        log.write("Preparing the environment and the data.")
        inputs = [job.training_data] + ([job.validation_data] if job.validation_data else [])
        await enter_network(self._platform, record.id, inputs)
        run = await self._prepared_run(record, job, files, log)
        self.records.update(record.id, status=states.QUEUED)

        def started() -> None:
            self.records.update(record.id, status=states.RUNNING)
            log.write(f"Training {self._trainer.label} for {job.model.name}.")

        await run.to_the_end(self.records, self.metrics, started=started)
        self.records.update(record.id, status=states.FINALIZING)
        log.write("The activity completed successfully. Finalizing run...")
        latest = self.records.get(record.id) or record
        version = await publish_outputs(
            self._platform, latest, job, files=files, output=run.files.output, label=self._trainer.label
        )
        log.write(f"Registered model {job.registered_name}, version {version}." if version else "No model registered.")
        await log.copy_once()
        self.records.update(record.id, status=states.COMPLETED, model_version=version)

    async def _prepared_run(self, record: JobRecord, job: FineTuning, files: JobFiles, log: JobLog) -> TrainingRun:
        programs = await self._trainer.prepare(log.write)
        folder = JobFolder(files.folder)
        await files.download_input(job.training_data, folder.train)
        if job.validation_data is None:
            split_validation(folder)
        else:
            await files.download_input(job.validation_data, folder.validation)
        return TrainingRun(record.id, job, self._trainer, programs, folder, log)

    def _is_canceled(self, job_id: str) -> bool:
        record = self.records.get(job_id)
        return record is not None and record.cancel_requested

    async def _fail(self, job_id: str, log: JobLog, code: str, message: str) -> None:
        log.write(f"The job failed. {code}: {message.splitlines()[0]}")
        await log.copy_once()  # who sees the last state can read the whole log
        moment = timestamp(self._platform.clock.now())
        self.records.update(job_id, status=states.FAILED, error={"code": code, "message": message, "time": moment})


def _parameters(job: FineTuning) -> dict[str, str]:
    return {
        "model": job.model.name,
        "num_train_epochs": str(job.epochs),
        "per_device_train_batch_size": str(job.batch_size),
        "learning_rate": str(job.learning_rate),
    }
