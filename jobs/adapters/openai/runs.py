"""What a job reports: state and times, its events as a log, and its losses."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from jobs.adapters.openai.account import OpenAIAccount
from jobs.adapters.openai.events import JobEvents
from jobs.adapters.openai.fine_tuning_jobs import moment, state_of
from jobs.adapters.openai.jobs import JobDocuments
from jobs.adapters.openai.pauses import pauses
from jobs.adapters.openai.results import rows_of_checkpoints, rows_of_events, rows_of_table, series
from jobs.domain.job import RunDetails
from jobs.domain.progress import JobTimes, MetricPoint
from jobs.domain.run_states import JobState

_BEGUN = ("training started", "fine-tuning job started", "job started")


class OpenAIRuns:
    """Runs of one account.

    Args:
        account: whose jobs they are.
        jobs: finds them.
        events: what they say.
    """

    def __init__(self, account: OpenAIAccount, jobs: JobDocuments, events: JobEvents) -> None:
        self._account = account
        self._jobs = jobs
        self._events = events
        self._results: dict[str, list[dict[str, Any]]] = {}

    def details(self, name: str) -> RunDetails:
        """State, times and error; a job that isn't there hasn't started."""
        job = self._jobs.find(name)
        if job is None:
            return RunDetails(JobState.NOT_STARTED, JobTimes())
        resting = state_of(job) is JobState.PAUSED
        times = JobTimes(
            moment(job.get("created_at")),
            moment(self._began(name)),
            moment(job.get("finished_at")),
            *pauses(self._events.of(name), resting=resting),
        )
        error = job.get("error") or {}
        code = f" ({error['code']})" if error.get("code") else ""
        return RunDetails(state_of(job), times, f"{error['message']}{code}" if error.get("message") else "")

    def parameters(self, name: str) -> Mapping[str, str]:
        """How many steps there are, as soon as the service has said so."""
        totals = [event["data"].get("total_steps") for event in self._events.of(name) if event.get("data")]
        return {"max_steps": str(totals[-1])} if totals and totals[-1] else {}

    def metrics(self, name: str, keys: Sequence[str]) -> Mapping[str, Sequence[MetricPoint]]:
        """`loss` and `eval_loss`, by step."""
        job = self._jobs.find(name)
        rows = [*rows_of_events(self._events.of(name)), *(self._of_ended(name, job) if job else [])]
        return {
            key: [MetricPoint(step, found, value) for step, at, value in series(key, rows) if (found := moment(at))]
            for key in keys
        }

    def log_tail(self, name: str, lines: int) -> list[str]:
        """The last of the job's events."""
        told = [line for event in self._events.of(name) for line in str(event["message"]).splitlines()]
        return told[-lines:]

    def _began(self, name: str) -> float | None:
        for event in self._events.of(name):
            if str(event["message"]).lower().startswith(_BEGUN) or (event.get("data") or {}).get("step"):
                return float(event["created_at"])
        return None

    def _of_ended(self, name: str, job: Mapping[str, Any]) -> list[dict[str, Any]]:
        """What its checkpoints and its results file tell once it has ended; asked for once."""
        if not state_of(job).is_final:
            return []
        if name not in self._results:
            rows = rows_of_checkpoints(self._account.items(self._jobs.path(name, "/checkpoints")))
            for file in job.get("result_files") or []:
                content = BytesIO()
                if self._account.rest.download(self._account.url(f"/files/{file}/content"), content):
                    ended = float(job.get("finished_at") or job["created_at"])
                    rows += rows_of_table(content.getvalue().decode("utf-8-sig"), ended)
            self._results[name] = rows
        return self._results[name]
