"""What can go wrong in fine_tune.py, each with its exit status and a line that says what to do."""

import traceback

from settings import Settings

BAD_ARGUMENTS = 2
BAD_DATA = 3
OUT_OF_MEMORY = 5


class Failure(Exception):  # noqa: N818 -- a run that was told to stop ends in one too
    """Training can't go on.

    Args:
        message: What happened and what to do about it.
        exit_status: What the program ends with.
    """

    def __init__(self, message: str, *, exit_status: int = 1) -> None:
        super().__init__(message)
        self.exit_status = exit_status


def as_failure(error: Exception, settings: Settings) -> Failure:
    """Returns the failure that an error stands for; prints the traceback of one that nobody foresaw.

    Args:
        error: What was raised.
        settings: What was being trained.
    """
    if isinstance(error, Failure):
        return error
    if _is_out_of_memory(error):
        return Failure(
            f"out of memory with batch size {settings.batch_size} and rows of up to {settings.max_length} tokens: take "
            "a smaller --batch-size with --gradient-accumulation, a smaller --max-length, or --gradient-checkpointing",
            exit_status=OUT_OF_MEMORY,
        )
    traceback.print_exception(error)
    return Failure(f"{type(error).__name__}: {error}")


def _is_out_of_memory(error: Exception) -> bool:
    # torch raises its own class for a GPU and a RuntimeError for the CPU; neither needs an import here.
    text = str(error)
    return (
        isinstance(error, MemoryError)
        or type(error).__name__ == "OutOfMemoryError"
        or (isinstance(error, RuntimeError) and ("can't allocate memory" in text or "not enough memory" in text))
    )
