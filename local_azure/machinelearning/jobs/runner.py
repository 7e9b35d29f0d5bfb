"""Runs jobs: takes them up, hands each to who knows its kind, ends them, goes on after a restart."""

import asyncio
import shutil
from collections.abc import Callable
from typing import Protocol

from local_azure.clock import timestamp
from local_azure.errors import AzureError
from local_azure.machinelearning.jobs import records as states
from local_azure.machinelearning.jobs.files import JobFiles
from local_azure.machinelearning.jobs.log import JobLog
from local_azure.machinelearning.jobs.metrics import JobMetrics
from local_azure.machinelearning.jobs.records import JobRecord, JobRecords
from local_azure.platform import Platform
from local_azure.processes import end_left_over
from local_azure.training.turns import Turns


class Work(Protocol):
    """What a kind of job takes."""

    def log(self, files: JobFiles) -> JobLog:
        """Returns the log that the service writes to."""

    async def run(self, record: JobRecord, files: JobFiles, log: JobLog) -> None:
        """Runs a job to its end; an AzureError fails it."""

    def release(self, record: JobRecord, files: JobFiles) -> None:
        """Gives back what a canceled job held, also one that a killed local Azure had left."""


class JobRunner:
    """The jobs that run on this machine.

    Args:
        platform: The local Azure.
        records: What is known of them.
        metrics: What they report.
        work_of: Returns who knows a job's kind.
        turns: Whose turn it is on this machine.
    """

    def __init__(
        self,
        platform: Platform,
        records: JobRecords,
        metrics: JobMetrics,
        work_of: Callable[[JobRecord], Work],
        turns: Turns,
    ) -> None:
        self._platform = platform
        self._work_of = work_of
        self._turns = turns
        self.records = records
        self.metrics = metrics
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def submit(self, job_id: str) -> None:
        """Starts to work on a job that has a record; nothing happens when it is being worked on."""
        key = job_id.lower()
        if key in self._tasks:
            return
        task = self._platform.tasks.spawn(f"job {job_id}", self._work(job_id))
        self._tasks[key] = task
        task.add_done_callback(lambda _task: self._ended(job_id))

    def resume(self) -> None:
        """Goes on with every job that had not ended when the local Azure stopped; the one that ran is the first."""
        for record in self.records.all():
            if record.status == states.RUNNING:
                self._turns.expect(record.id)
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
        self._work_of(record).release(record, JobFiles(self._platform, job_id))
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
        work = self._work_of(record)
        log = work.log(files)
        if record.cancel_requested:
            end_left_over(files.folder)
            work.release(record, files)
            self.records.update(job_id, status=states.CANCELED)
            return
        async with log.copied():
            try:
                await work.run(record, files, log)
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

    def _ended(self, job_id: str) -> None:
        self._tasks.pop(job_id.lower(), None)
        self._turns.expect_no_more(job_id)

    def _is_canceled(self, job_id: str) -> bool:
        record = self.records.get(job_id)
        return record is not None and record.cancel_requested

    async def _fail(self, job_id: str, log: JobLog, code: str, message: str) -> None:
        log.write(f"The job failed. {code}: {message.splitlines()[0]}")
        await log.copy_once()  # who sees the last state can read the whole log
        moment = timestamp(self._platform.clock.now())
        self.records.update(job_id, status=states.FAILED, error={"code": code, "message": message, "time": moment})
