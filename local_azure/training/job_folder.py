"""Where a tuning job keeps what the trainer reads and writes, whichever service runs it."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class JobFolder:
    """A job's folder: what the trainer reads and writes."""

    folder: Path

    @property
    def train(self) -> Path:
        """The rows to learn from."""
        return self.folder / "train.jsonl"

    @property
    def validation(self) -> Path:
        """The rows to measure on; missing where the job has none."""
        return self.folder / "validation.jsonl"

    @property
    def start(self) -> Path:
        """The adapter that the job goes on from; missing where it begins at nothing."""
        return self.folder / "start"

    @property
    def output(self) -> Path:
        """What the trainer leaves: adapter, checkpoints, metrics, summary."""
        return self.folder / "output"

    @property
    def adapter(self) -> Path:
        """The tuned adapter."""
        return self.output / "adapter"

    @property
    def checkpoints(self) -> Path:
        """The trainer's checkpoints."""
        return self.output / "checkpoints"

    @property
    def metrics(self) -> Path:
        """One JSON object a line, as training goes on."""
        return self.output / "metrics.jsonl"

    @property
    def log(self) -> Path:
        """What the trainer says, where the service keeps no log of its own."""
        return self.folder / "trainer.log"
