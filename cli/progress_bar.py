"""A fine-tuning job's progress: a live bar on a terminal, a line now and then anywhere else."""

from datetime import datetime, timedelta
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from jobs.domain.progress import Progress as JobProgress

HEARTBEAT = timedelta(minutes=1)


class ProgressBar:
    """Shows each look at a job; used as a context, so that the terminal is left as it was.

    Args:
        console: where to show it; its being a terminal decides how.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[detail]}"),
            console=console,
        )
        self._task = self._bar.add_task("waiting", total=None, detail="")
        self._said: tuple[str, datetime] | None = None

    def __enter__(self) -> "ProgressBar":
        """Starts the bar where there is a terminal."""
        if self._console.is_terminal:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Leaves the terminal as it was."""
        if self._console.is_terminal:
            self._bar.stop()

    def show(self, seen: JobProgress, now: datetime) -> None:
        """Shows what is known now."""
        if self._console.is_terminal:
            self._bar.update(
                self._task,
                description=seen.state.value,
                completed=seen.step,
                total=seen.maximum_steps,
                detail=details(seen, now),
            )
        elif self._is_worth_a_line(seen, now):
            self._said = (seen.state.value, now)
            self._console.print(f"{seen.state.value}: {details(seen, now)}", highlight=False, soft_wrap=True)

    def _is_worth_a_line(self, seen: JobProgress, now: datetime) -> bool:
        if self._said is None or self._said[0] != seen.state.value:
            return True
        pause = HEARTBEAT if seen.state.is_waiting else HEARTBEAT / 4
        return now - self._said[1] >= pause


def details(seen: JobProgress, now: datetime) -> str:
    """Queue time, run time, step, losses and time left, as far as they are known."""
    parts = [f"queued {_clock(seen.times.queued(now))}"]
    if seen.times.started:
        parts.append(f"running {_clock(seen.times.ran(now))}")
    if seen.maximum_steps:
        parts.append(f"step {seen.step} of {seen.maximum_steps}")
    if seen.losses:
        parts.append(f"loss {seen.losses[-1].value:.3f}")
    if seen.validation_losses:
        parts.append(f"validation loss {seen.validation_losses[-1].value:.3f}")
    left = seen.remaining(now)
    if left is not None and not seen.state.is_final:
        parts.append(f"about {_clock(left)} left")
    return ", ".join(parts)


def _clock(span: timedelta) -> str:
    minutes, seconds = divmod(round(span.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
