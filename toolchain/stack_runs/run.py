"""One stack brought up on a local Azure of its own: what it sent, what its state holds, what was logged."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local_azure.calls.recorder import RecordedCall, recorded_calls
from local_azure.management.recording import recorded
from local_azure.options import keep_options, kept_options
from operations.programs import Programs, nothing
from toolchain.stack_runs.project import write_project

TUNESTACK = str(Path(sys.executable).with_name("tunestack"))
PULUMI_OPTIONS = ("--non-interactive", "--color", "never")


@dataclass(frozen=True)
class StackRun:
    """What a stack's `pulumi up` left behind.

    Attributes:
        stack: The stack's name.
        settings: The values of the stack's file by full key, as it was brought up.
        bodies: The PUT bodies that the local Azure recorded: id, type, name, apiVersion, body.
        use_bodies: Those that came while the stack was used.
        state: The stack's state as `pulumi stack export` gives it.
        output: What Pulumi printed.
        logs: What the local Azure logged, by the files' names.
        calls: The kinds of calls that it was sent.
    """

    stack: str
    settings: dict[str, Any]
    bodies: list[dict[str, Any]]
    state: dict[str, Any]
    output: str
    logs: dict[str, str]
    use_bodies: tuple[dict[str, Any], ...] = ()
    calls: tuple[RecordedCall, ...] = ()


Use = Callable[[Programs, Programs], None]
"""What is done with a stack that is up: given what runs programs in its project, and in the clone."""


def run_stack(clone: Path, folder: Path, stack: str, use: Use | None = None) -> StackRun:
    """Brings a stack up on a fresh local Azure in the folder, keeps what can be seen of it, and stops that.

    Args:
        clone: The clone.
        folder: For the local Azure and the project.
        stack: The stack's name.
        use: What is done with the stack before the local Azure stops; nothing by default.

    Raises:
        ProgramError: A command failed; it has shown why.
    """
    azure, project = folder / "azure", folder / "project"
    settings = write_project(clone, project, stack)
    with recording_local_azure(clone, azure) as against_it:
        pulumi = Programs(project, against_it.environment, against_it.prefix)
        pulumi.run("pulumi", "stack", "init", stack, *PULUMI_OPTIONS, show=nothing)
        up = pulumi.run("pulumi", "up", "--stack", stack, "--yes", "--skip-preview", *PULUMI_OPTIONS, show=nothing)
        exported = pulumi.run("pulumi", "stack", "export", "--stack", stack, show=nothing).output
        bodies = recorded(azure)
        if use is not None:
            use(pulumi, against_it)
    used = tuple(one for one in recorded(azure) if one not in bodies)
    calls = tuple(recorded_calls(azure))
    return StackRun(stack, settings, bodies, json.loads(exported), up.output, _logs(azure), used, calls)


@contextmanager
def recording_local_azure(clone: Path, directory: Path) -> Iterator[Programs]:
    """Runs a fresh local Azure that records, stopped at the end; gives what runs programs against it."""
    environment = {"TUNESTACK_LOCAL_DIR": str(directory)}
    plain = Programs(clone, environment)
    plain.run(TUNESTACK, "local", "reset", show=nothing)
    directory.mkdir(parents=True, exist_ok=True)
    # Shipped files name the month that their budget begins with, and are run in later ones too.
    chosen = {"record": True, "weights": "tiny-random", "any_budget_start": True}
    keep_options(directory, kept_options(directory).model_copy(update=chosen))
    plain.run(TUNESTACK, "local", "start", show=nothing)
    try:
        yield Programs(clone, environment, (TUNESTACK, "local", "exec", "--"))
    finally:
        plain.run(TUNESTACK, "local", "stop", show=nothing)


def _logs(directory: Path) -> dict[str, str]:
    return {file.name: file.read_text(encoding="utf-8", errors="replace") for file in sorted(directory.rglob("*.log"))}
