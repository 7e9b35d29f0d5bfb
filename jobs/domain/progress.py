"""How far a fine-tuning job is, and how long it will take."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from jobs.domain.run_states import JobState


@dataclass(frozen=True)
class MetricPoint:
    """One value of a metric: at which step of training, when, how much."""

    step: int
    at: datetime
    value: float


@dataclass(frozen=True)
class JobTimes:
    """When the job was handed in, began to run and ended; none where it hasn't yet.

    Attributes:
        paused: how long it rested in all, without the rest that it is in.
        paused_since: when that one began.
    """

    submitted: datetime | None = None
    started: datetime | None = None
    ended: datetime | None = None
    paused: timedelta = timedelta()
    paused_since: datetime | None = None

    def queued(self, now: datetime) -> timedelta:
        """How long it waited, so far where it still waits."""
        if self.submitted is None:
            return timedelta()
        return max((self.started or self.ended or now) - self.submitted, timedelta())

    def ran(self, now: datetime) -> timedelta:
        """How long it ran, so far where it still runs; while it rested it didn't."""
        if self.started is None:
            return timedelta()
        end = self.ended or now
        rested = self.paused + (end - self.paused_since if self.paused_since else timedelta())
        return max(end - self.started - rested, timedelta())


@dataclass(frozen=True)
class Progress:
    """What is known of a job at one moment.

    Attributes:
        state: as Azure names it.
        times: queue and run time.
        step: the last step that was reported; 0 before the first.
        maximum_steps: of the whole run; none until the trainer has said so.
        losses: training loss, by step.
        validation_losses: loss on the validation rows, by step.
    """

    state: JobState
    times: JobTimes
    step: int = 0
    maximum_steps: int | None = None
    losses: tuple[MetricPoint, ...] = ()
    validation_losses: tuple[MetricPoint, ...] = ()

    def remaining(self, now: datetime) -> timedelta | None:
        """Estimated run time left, from the pace since the first reported step; none before there is a pace."""
        points = [*self.losses, *self.validation_losses]
        if not self.maximum_steps or not points:
            return None
        first, last = min(points, key=_step), max(points, key=_step)
        if last.step == first.step:
            return None
        pace = (last.at - first.at) / (last.step - first.step)
        return max(pace * (self.maximum_steps - last.step) - (now - last.at), timedelta())


def progress(
    state: JobState, times: JobTimes, parameters: Mapping[str, str], metrics: Mapping[str, Sequence[MetricPoint]]
) -> Progress:
    """Reads progress out of what the trainer logged (parameter `max_steps`, metrics `loss` and `eval_loss`)."""
    losses, validation = tuple(metrics.get("loss", ())), tuple(metrics.get("eval_loss", ()))
    steps = [point.step for point in (*losses, *validation)]
    maximum = parameters.get("max_steps", "")
    return Progress(
        state=state,
        times=times,
        step=max(steps, default=0),
        maximum_steps=int(maximum) if maximum.isdigit() and int(maximum) > 0 else None,
        losses=losses,
        validation_losses=validation,
    )


def _step(point: MetricPoint) -> int:
    return point.step
