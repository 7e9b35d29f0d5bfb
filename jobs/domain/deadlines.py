"""Whether a job has waited or run longer than it may, and when it last showed that it lives."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from jobs.domain.progress import Progress
from jobs.domain.recipe.monitoring import Monitoring
from jobs.domain.run_states import JobState


@dataclass(frozen=True)
class Deadlines:
    """How long a job may wait for a machine, run, and report nothing while it runs."""

    queue: timedelta
    run: timedelta
    silence: timedelta

    @classmethod
    def of(cls, monitoring: Monitoring) -> "Deadlines":
        """Those that a recipe sets."""
        return cls(
            timedelta(hours=monitoring.queue_hours),
            timedelta(hours=monitoring.run_hours),
            timedelta(minutes=monitoring.silence_minutes),
        )


USUAL = Deadlines.of(Monitoring())
"""Of a job whose recipe nobody noted."""


def queued_too_long(progress: Progress, deadlines: Deadlines, now: datetime, lost: datetime | None = None) -> bool:
    """Whether it waits, and has for longer than it may.

    Args:
        progress: of the job.
        deadlines: that it has.
        now: the time.
        lost: when a job that ran lost its machine, as low priority ones do: it waits anew from then on.
    """
    waited = progress.times.queued(now) if lost is None else now - lost
    return progress.state.is_waiting and waited > deadlines.queue


def ran_too_long(progress: Progress, deadlines: Deadlines, now: datetime) -> bool:
    """Whether it still runs, and has for longer than it may; a paused job costs nothing and may stay paused."""
    over = progress.state.is_final or progress.state.is_waiting or progress.state is JobState.PAUSED
    return not over and progress.times.ran(now) > deadlines.run


def heard(progress: Progress) -> datetime | None:
    """When a job last showed that it lives: its newest figure, or the last change of its state that has a time."""
    times = progress.times
    known = [times.submitted, times.started, times.ended]
    known += [point.at for points in (progress.losses, progress.validation_losses) for point in points[-1:]]
    return max((at for at in known if at is not None), default=None)


def is_silent(progress: Progress, deadlines: Deadlines, now: datetime) -> bool:
    """Whether a running job has shown nothing for longer than it may; waiting and paused ones have nothing to show."""
    last = heard(progress)
    return progress.state is JobState.RUNNING and last is not None and now - last > deadlines.silence
