"""What is noted of a run, in one small document that every machine finds."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from jobs.domain.deadlines import USUAL, Deadlines
from jobs.domain.run_states import JobState

_JOB = re.compile(r"(?P<run>.+-[0-9a-f]{12})(-(?P<attempt>\d+))?")


@dataclass(frozen=True)
class Attempt:
    """One job of a run.

    Attributes:
        job: its name.
        claimed: when a machine took it on itself to hand the job in.
        by: who that was: object id in Entra.
        handed_in: when the service had taken it; none where nobody has said so.
        state: as it was last seen.
        seen: when that was.
        heard: when the job itself last showed that it lives.
        step: the last step that was seen.
    """

    job: str
    claimed: datetime
    by: str
    handed_in: datetime | None = None
    state: JobState = JobState.NOT_STARTED
    seen: datetime | None = None
    heard: datetime | None = None
    step: int = 0


@dataclass(frozen=True)
class RunRecord:
    """A recipe with its data and hyperparameters, and what was done with it.

    Attributes:
        run: its name, which is that of its first job.
        recipe: all of its keys, paths as they were on the machine that handed it in.
        recipe_sha256: of the recipe, keys in order.
        data_sha256: of training and validation rows.
        data: paths of these among the files that jobs read, by `train` and `validation`.
        stack: as it was named.
        code_version: of this program.
        attempts: its jobs, oldest first.
        deployments: endpoints that were made for it.
        evaluation: path of the kept evaluation; empty before there is one.
        report: path of the kept HTML report; empty before there is one.
        passed: whether it passed its gate; none before it was judged.
    """

    run: str
    recipe: dict[str, Any]
    recipe_sha256: str
    data_sha256: str
    data: dict[str, str]
    method: str
    stack: str
    code_version: str
    deadlines: Deadlines = USUAL
    attempts: tuple[Attempt, ...] = ()
    deployments: tuple[str, ...] = ()
    evaluation: str = ""
    report: str = ""
    passed: bool | None = None

    @property
    def newest(self) -> Attempt | None:
        """Its last job."""
        return self.attempts[-1] if self.attempts else None

    def attempt(self, job: str) -> Attempt | None:
        """The attempt that a job is."""
        return next((one for one in self.attempts if one.job == job), None)

    def with_attempt(self, attempt: Attempt) -> "RunRecord":
        """The record with this attempt in place of what it has of the same job."""
        others = tuple(one for one in self.attempts if one.job != attempt.job)
        return replace(self, attempts=(*others, attempt))

    def without(self, job: str) -> "RunRecord":
        """The record without an attempt that never became a job."""
        return replace(self, attempts=tuple(one for one in self.attempts if one.job != job))


def run_of(job: str) -> str | None:
    """The run that a job belongs to by its name; none where it isn't one of ours."""
    named = _JOB.fullmatch(job)
    return named["run"] if named else None
