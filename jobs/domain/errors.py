"""The errors a user can meet, each with the exit code that tells it apart from the others."""

from enum import IntEnum


class ExitCode(IntEnum):
    """What the exit code of every command means (the table is part of the command line's contract)."""

    DONE = 0
    CLOUD = 1
    USAGE = 2
    DATA = 3
    REFUSED = 4
    QUOTA = 5
    PERMISSION = 6
    INTERRUPTED = 130


CONTENT_FILTERED = "content_filter"
"""The code with which Azure's endpoints refuse a prompt (content-filter annotations, azure-ai-docs, 2026-10)."""


class TunestackError(Exception):
    """Something a user can act on: what happened, and how to put it right.

    Attributes:
        exit_code: how the process ends.
        fix: what to do about it, one sentence; empty where the message says it all.
        code: what the service calls it, for those who can go on from there; empty where it gave none.
    """

    exit_code = ExitCode.CLOUD

    def __init__(self, message: str, *, fix: str = "", code: str = "") -> None:
        super().__init__(message)
        self.fix = fix
        self.code = code


class CloudError(TunestackError):
    """The cloud did not do what it was asked to."""


class UsageError(TunestackError):
    """A command, a recipe or a stack is not what it has to be."""

    exit_code = ExitCode.USAGE


class DataError(TunestackError):
    """The training data can't be used."""

    exit_code = ExitCode.DATA


class RefusedError(TunestackError):
    """A gate or a policy refused."""

    exit_code = ExitCode.REFUSED


class QuotaError(TunestackError):
    """There is no quota or no capacity left."""

    exit_code = ExitCode.QUOTA


class PermissionDeniedError(TunestackError):
    """The identity may not do this."""

    exit_code = ExitCode.PERMISSION


class InterruptedRunError(TunestackError):
    """The user stopped watching; what goes on in the cloud is named in the message."""

    exit_code = ExitCode.INTERRUPTED
