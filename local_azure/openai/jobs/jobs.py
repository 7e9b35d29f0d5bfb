"""The operations on fine-tuning jobs."""

import secrets
import uuid
from collections.abc import Sequence

from starlette.responses import JSONResponse, Response

from local_azure.errors import AzureError
from local_azure.openai.account_limits import limit_of
from local_azure.openai.files.records import ERROR, FINE_TUNE, FileRecord, FileStore
from local_azure.openai.jobs import records as states
from local_azure.openai.jobs.base_models import model_name
from local_azure.openai.jobs.records import JobRecord
from local_azure.openai.jobs.request import JobRequest, read_job_request, refused_quota
from local_azure.openai.jobs.runner import JobRunner
from local_azure.openai.operations import Call, Operation, invalid
from local_azure.openai.pages import page
from local_azure.openai.times import seconds_now
from local_azure.platform import Platform

# azure-ai-docs quotas-limits, 2026-02-17; running ones are fewer here: one trains at a time.
MOST_QUEUED = 20
_WAITING = (states.VALIDATING, states.QUEUED)


class FineTuningJobs:
    """The fine-tuning jobs of accounts.

    Args:
        platform: The local Azure.
        runner: Runs them.
        files: The accounts' files.
    """

    def __init__(self, platform: Platform, runner: JobRunner, files: FileStore) -> None:
        self._platform = platform
        self._runner = runner
        self._files = files

    def operations(self) -> Sequence[Operation]:
        """Returns the operations."""
        one = "/fine_tuning/jobs/{job_id}"
        return [
            # The names of these actions are Azure's provider operations, from memory.
            Operation("POST", "/fine_tuning/jobs", "fine-tunes/write", self.create),
            Operation("GET", "/fine_tuning/jobs", "fine-tunes/read", self.list),
            Operation("GET", one, "fine-tunes/read", self.show),
            Operation("DELETE", one, "fine-tunes/delete", self.delete),
            Operation("GET", f"{one}/events", "fine-tunes/read", self.list_events),
            Operation("GET", f"{one}/checkpoints", "fine-tunes/read", self.list_checkpoints),
            Operation("POST", f"{one}/cancel", "fine-tunes/cancel/action", self.cancel),
            Operation("POST", f"{one}/pause", "fine-tunes/write", self.pause),
            Operation("POST", f"{one}/resume", "fine-tunes/write", self.resume),
        ]

    def used_by(self, file: FileRecord) -> str | None:
        """Names the job that has not ended and reads a file; None where there is none."""
        for job in self._runner.records.all(file.owner):
            if not job.has_ended and file.id in (job.training_file, job.validation_file):
                return job.id
        return None

    async def create(self, call: Call) -> Response:
        """Takes a job in."""
        body = await call.body()
        request = read_job_request(self._platform, call.account, body, lambda name: self._base_of(call, name))
        for param in ("training_file", "validation_file"):
            self._check_file(call, getattr(request, param), param)
        self._require_room(call)
        job = self._new(call, request, self._next_number(call))
        self._runner.records.put(job)
        self._runner.events.say(job, f"Created fine-tuning job: {job.id}")
        self._runner.submit(job)
        return JSONResponse(job.body(is_v1=call.is_v1), 200 if call.is_v1 else 201)

    async def list(self, call: Call) -> Response:
        """Answers the account's jobs, the newest first."""
        jobs = [job.body(is_v1=call.is_v1) for job in self._runner.records.all(call.owner)]
        return JSONResponse(page(call.request, jobs))

    async def show(self, call: Call) -> Response:
        """Answers one job."""
        return JSONResponse(self._job(call).body(is_v1=call.is_v1))

    async def delete(self, call: Call) -> Response:
        """Deletes a job that has ended; its model stays."""
        job = self._job(call)
        if not job.has_ended:
            raise AzureError(409, "conflict", f"The job '{job.id}' is {job.status}: cancel it before it is deleted.")
        self._runner.remove(job)
        return JSONResponse({"id": job.id, "object": "fine_tuning.job", "deleted": True})

    async def list_events(self, call: Call) -> Response:
        """Answers what a job has said, the newest first."""
        return JSONResponse(page(call.request, self._runner.events.of(self._job(call))))

    async def list_checkpoints(self, call: Call) -> Response:
        """Answers a job's checkpoints, the newest first."""
        return JSONResponse(page(call.request, self._runner.checkpoints.of(self._job(call)), usual=10))

    async def cancel(self, call: Call) -> Response:
        """Cancels a job that hasn't ended."""
        job = self._job(call)
        if job.has_ended:
            raise _wrong_state(job, "cancelled")
        return JSONResponse((await self._runner.cancel(job)).body(is_v1=call.is_v1))

    async def pause(self, call: Call) -> Response:
        """Pauses a job that is running and has made a step."""
        job = self._job(call)
        if job.status != states.RUNNING or not self._runner.metrics.rows(job):
            raise _wrong_state(job, "paused: it must be running and have made a step")
        return JSONResponse((await self._runner.pause(job)).body(is_v1=call.is_v1))

    async def resume(self, call: Call) -> Response:
        """Lets a paused job go on."""
        job = self._job(call)
        if job.status != states.PAUSED:
            raise _wrong_state(job, "resumed: it isn't paused")
        return JSONResponse(self._runner.unpause(job).body(is_v1=call.is_v1))

    def _job(self, call: Call) -> JobRecord:
        return self._runner.records.get(call.owner, call.path("job_id"))

    def _base_of(self, call: Call, name: str) -> str | None:
        found = self._runner.tuned.find(call.owner, name)
        return found.base if found else None

    def _check_file(self, call: Call, file_id: str | None, param: str) -> None:
        if file_id is None:
            return
        file = self._files.find(call.owner, file_id)
        if file is None:
            raise invalid(f"The specified file '{file_id}' doesn't exist.", param, code="invalidPayload")
        if file.purpose != FINE_TUNE:
            raise invalid(f"The purpose of '{file_id}' is '{file.purpose}', not '{FINE_TUNE}'.", param)
        if file.status == ERROR:
            raise invalid(f"The file '{file_id}' can't be used: {file.reason}", param, code="invalidPayload")

    def _require_room(self, call: Call) -> None:
        jobs = self._runner.records.all(call.owner)
        most = limit_of(call.account, "MaxFineTuneCount")
        if len(jobs) >= most:
            raise refused_quota(f"The account has {len(jobs)} fine-tuning jobs, the most that are allowed.")
        waiting = sum(job.status in _WAITING for job in jobs)
        if waiting >= MOST_QUEUED:
            raise refused_quota(f"{waiting} fine-tuning jobs wait already, the most that are allowed.")

    def _next_number(self, call: Call) -> int:
        return 1 + max((job.number for job in self._runner.records.all(call.owner)), default=0)

    def _new(self, call: Call, request: JobRequest, number: int) -> JobRecord:
        return JobRecord(
            id=f"ftjob-{uuid.uuid4().hex}",
            owner=call.owner,
            account_id=call.account.id,
            number=number,
            created_at=seconds_now(self._platform),
            model=request.tuned or model_name(request.base),
            base=request.base.name,
            version=request.base.version,
            training_file=request.training_file,
            validation_file=request.validation_file,
            method=request.method,
            hyperparameters=request.hyperparameters,
            seed=secrets.randbelow(2**31) if request.seed is None else request.seed,
            suffix=request.suffix,
            training_type=request.training_type,
            metadata=request.metadata,
        )


def _wrong_state(job: JobRecord, what: str) -> AzureError:
    return AzureError(400, "invalidJobState", f"The job '{job.id}' is {job.status} and can't be {what}.")
