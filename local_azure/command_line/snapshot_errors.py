"""How the snapshot commands fail: exit code 2 for what the user can name otherwise, 1 for what the machine refuses."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from local_azure.daemon import LocalAzureError
from local_azure.locks import LockHeldError
from local_azure.snapshots.snapshots import SnapshotError


@contextmanager
def told_errors() -> Iterator[None]:
    """Turns the errors of the block into those of the command line."""
    try:
        yield
    except SnapshotError as error:
        raise click.UsageError(str(error)) from error
    except (LocalAzureError, LockHeldError, OSError) as error:
        raise click.ClickException(str(error)) from error
