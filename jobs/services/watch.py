"""A job watched to its end or to its deadline, whatever happens to the one who watches."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from jobs.domain.deadlines import USUAL, Deadlines, heard, is_silent, queued_too_long, ran_too_long
from jobs.domain.errors import CloudError, InterruptedRunError, QuotaError, TunestackError
from jobs.domain.progress import Progress, progress
from jobs.domain.run_record import RunRecord
from jobs.domain.run_states import JobState
from jobs.ports import Cloud
from jobs.services.ledger import Ledger

Listener = Callable[[Progress, datetime], None]

METRICS = ("loss", "eval_loss")
LOG_LINES = 15

_PAUSE_SECONDS = 2.0
_LONGEST_PAUSE_SECONDS = 15.0
_PAUSE_GROWTH = 1.02
"""Jobs of two minutes are watched closely, jobs of hours every quarter of a minute after a few minutes."""

_NOTED_EVERY = timedelta(minutes=1)
"""How often it is noted that a job was seen, where nothing else about it changes."""


def look(cloud: Cloud, name: str) -> Progress:
    """What is known of a job now.

    Raises:
        CloudError: there is no such job.
    """
    job = cloud.jobs.get(name)
    if job is None:
        raise CloudError(f"there is no job {name}", fix="tunestack runs list --stack STACK shows all.")
    details = cloud.runs.details(name)
    times = replace(details.times, submitted=job.times.submitted)
    state = details.state if details.state is not JobState.NOT_STARTED else job.state
    if state.is_waiting:
        return Progress(state, times)
    return progress(state, times, cloud.runs.parameters(name), cloud.runs.metrics(name, METRICS))


def watch(cloud: Cloud, name: str, stack: str, listener: Listener) -> Progress:
    """Watches a job until it has succeeded, and notes in the ledger what it sees.

    A job that waits or runs longer than its recipe allows is cancelled.

    Args:
        cloud: where it runs.
        name: the job.
        stack: how a user comes back to it.
        listener: is told of every look, with the time.

    Raises:
        CloudError: the job failed (with the last lines of its log), was cancelled, ran too long, or can't be asked
            about any more.
        QuotaError: it waited too long for a machine.
        InterruptedRunError: the user interrupted; the job goes on, and the message says how to come back or stop it.
    """
    pause, seen, lost = _PAUSE_SECONDS, None, None
    try:
        deadlines, ran_until = deadlines_of(cloud, name), _ran_until(cloud, name)
        while seen is None or not seen.state.is_final:
            if seen is not None:
                cloud.clock.sleep(pause)
                pause = min(pause * _PAUSE_GROWTH, _LONGEST_PAUSE_SECONDS)
            seen = look(cloud, name)
            now = cloud.clock.now()
            listener(seen, now)
            note(cloud, name, seen, now)
            ran_until = ran_until if seen.state.is_waiting else now
            lost = ran_until if seen.state.is_waiting else None
            if queued_too_long(seen, deadlines, now, lost) or ran_too_long(seen, deadlines, now):
                cloud.jobs.cancel(name)
                break
    except KeyboardInterrupt:
        raise InterruptedRunError(
            f"job {name} goes on in the cloud, and is paid for",
            fix=_come_back(name, stack),
        ) from None
    except CloudError as error:
        message = f"job {name} can't be watched any more, it may go on: {error}"
        raise CloudError(message, fix=_come_back(name, stack)) from error
    if not seen.state.is_final:
        raise _overdue(name, seen, deadlines, had_run=lost is not None)
    if seen.state is not JobState.COMPLETED:
        raise _ended_in_vain(cloud, name, seen.state)
    return seen


def deadlines_of(cloud: Cloud, name: str) -> Deadlines:
    """The deadlines that were noted for a job; the usual ones where nobody noted any."""
    record = Ledger(cloud.datastore).find(name)
    return record.deadlines if record else USUAL


def _ran_until(cloud: Cloud, name: str) -> datetime | None:
    """When a job that has made steps was last heard of, as somebody noted; none where nobody saw it run."""
    record = Ledger(cloud.datastore).find(name)
    attempt = record.attempt(name) if record else None
    return attempt.heard if attempt and attempt.step else None


def note(cloud: Cloud, name: str, seen: Progress, now: datetime) -> None:
    """Notes how a job is, where that has changed or wasn't said for a while."""

    def noted(record: RunRecord) -> RunRecord:
        attempt = record.attempt(name)
        if attempt is None:
            return record
        step = attempt.step if seen.state.is_waiting else seen.step  # one that lost its machine has made steps
        same = (attempt.state, attempt.step) == (seen.state, step)
        if same and attempt.seen is not None and now - attempt.seen < _NOTED_EVERY:
            return record
        signs = [at for at in (heard(seen), attempt.heard) if at is not None]
        return record.with_attempt(
            replace(attempt, state=seen.state, seen=now, heard=max(signs, default=None), step=step)
        )

    try:
        Ledger(cloud.datastore).note(name, noted)
    except TunestackError:
        return  # whoever may look but not write can watch all the same; the next look notes it again


def silence(progress: Progress, deadlines: Deadlines, now: datetime) -> str:
    """Says that a running job has shown nothing for longer than it should; nothing where it has."""
    last = heard(progress)
    if last is None or not is_silent(progress, deadlines, now):
        return ""
    return f"silent for {_hours(now - last)}, since step {progress.step}"


def _come_back(name: str, stack: str) -> str:
    return f"Come back: tunestack runs watch {name} --stack {stack}; or stop it: the same with `cancel`"


def _overdue(name: str, seen: Progress, deadlines: Deadlines, *, had_run: bool) -> TunestackError:
    if had_run:
        return QuotaError(
            f"job {name} lost its machine and got no other for {_hours(deadlines.queue)}: it was asked to stop",
            fix="Run it again later, or on machines that aren't taken away: one's own script goes on from its last "
            "checkpoint.",
        )
    if seen.state.is_waiting:
        return QuotaError(
            f"job {name} waited {_hours(deadlines.queue)} for a machine and got none: it was asked to stop",
            fix="Nothing was trained. Run it again later, in another region, or with a higher monitoring.queue_hours.",
        )
    return CloudError(
        f"job {name} ran for more than {_hours(deadlines.run)}: it was asked to stop, at step {seen.step}",
        fix="Fewer epochs or rows, or a higher monitoring.run_hours. Running the recipe again hands in a new job.",
    )


def _hours(duration: timedelta) -> str:
    hours = duration.total_seconds() / 3600
    return f"{hours:.0f} h" if hours >= 10 else f"{hours:.1f} h" if hours >= 1 else f"{hours * 60:.0f} min"


def _ended_in_vain(cloud: Cloud, name: str, state: JobState) -> CloudError:
    if state is JobState.CANCELED:
        return CloudError(f"job {name} was cancelled", fix="Running the same recipe again hands in a new job.")
    reason = cloud.runs.details(name).error or "no reason was given"
    tail = "".join(f"\n  | {line}" for line in cloud.runs.log_tail(name, LOG_LINES))
    return CloudError(
        f"job {name} failed: {reason}{tail}",
        fix="Nothing was deployed. Running the same recipe again hands in a new job.",
    )
