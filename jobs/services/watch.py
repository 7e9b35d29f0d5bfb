"""A job watched to its end, whatever happens to the one who watches."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from jobs.domain.errors import CloudError, InterruptedRunError
from jobs.domain.progress import Progress, progress
from jobs.domain.run_states import JobState
from jobs.ports import Cloud

Listener = Callable[[Progress, datetime], None]

METRICS = ("loss", "eval_loss")
LOG_LINES = 15

_PAUSE_SECONDS = 2.0
_LONGEST_PAUSE_SECONDS = 15.0
_PAUSE_GROWTH = 1.02
"""Jobs of two minutes are watched closely, jobs of hours every quarter of a minute after a few minutes."""


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
    """Watches a job until it has succeeded.

    Args:
        cloud: where it runs.
        name: the job.
        stack: how a user comes back to it.
        listener: is told of every look, with the time.

    Raises:
        CloudError: the job failed (with the last lines of its log), was cancelled, or can't be asked about any more.
        InterruptedRunError: the user interrupted; the job goes on, and the message says how to come back or stop it.
    """
    pause = _PAUSE_SECONDS
    try:
        while True:
            seen = look(cloud, name)
            listener(seen, cloud.clock.now())
            if seen.state.is_final:
                break
            cloud.clock.sleep(pause)
            pause = min(pause * _PAUSE_GROWTH, _LONGEST_PAUSE_SECONDS)
    except KeyboardInterrupt:
        raise InterruptedRunError(
            f"job {name} goes on in the cloud, and is paid for",
            fix=_come_back(name, stack),
        ) from None
    except CloudError as error:
        message = f"job {name} can't be watched any more, it may go on: {error}"
        raise CloudError(message, fix=_come_back(name, stack)) from error
    if seen.state is not JobState.COMPLETED:
        raise _ended_in_vain(cloud, name, seen.state)
    return seen


def _come_back(name: str, stack: str) -> str:
    return f"Come back: tunestack runs watch {name} --stack {stack}; or stop it: the same with `cancel`"


def _ended_in_vain(cloud: Cloud, name: str, state: JobState) -> CloudError:
    if state is JobState.CANCELED:
        return CloudError(f"job {name} was cancelled", fix="Running the same recipe again hands in a new job.")
    reason = cloud.runs.details(name).error or "no reason was given"
    tail = "".join(f"\n  | {line}" for line in cloud.runs.log_tail(name, LOG_LINES))
    return CloudError(
        f"job {name} failed: {reason}{tail}",
        fix="Nothing was deployed. Running the same recipe again hands in a new job.",
    )
