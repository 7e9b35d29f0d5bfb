"""What a local Azure is started with: the weights it runs and how long its operations take."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field


class Options(BaseModel):
    """Settings of one local Azure, kept in its folder from start to start.

    Attributes:
        weights: The real weights behind every model: ``smollm2-135m-instruct`` or ``tiny-random``.
        operation_seconds: How long a long-running operation of ARM takes beyond its own work.
        record: Whether PUT bodies are kept in ``recorded.jsonl``, for scanners.
        retry_after_ms: What long-running answers tell clients to wait between polls, in milliseconds.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    weights: str = "smollm2-135m-instruct"
    operation_seconds: float = Field(default=0.0, ge=0, le=3600)
    record: bool = False
    retry_after_ms: int = Field(default=100, ge=1, le=60_000)


def kept_options(directory: Path) -> Options:
    """Returns the options kept in an instance's folder, the usual ones where there are none."""
    path = directory / "options.json"
    return Options.model_validate_json(path.read_bytes()) if path.exists() else Options()


def keep_options(directory: Path, options: Options) -> None:
    """Keeps options in an instance's folder for its next start."""
    (directory / "options.json").write_text(options.model_dump_json(indent=2))
