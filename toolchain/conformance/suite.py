"""What the suite itself asks of Azure: a stack from its check to its end, and on the local ones the journey's jobs."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from local_azure.calls.operation import Operation
from local_azure.identity import SUBSCRIPTION_ID
from operations.demo import QUICK_ROWS, RECIPES, REFUSED
from operations.programs import Programs, nothing
from toolchain.stack_runs.run import PULUMI_OPTIONS, TUNESTACK, run_stack

_LOCAL = "-local"
_LARGEST = "platform-dev"
"""Has what the other stacks of dev have: this one is taken down too. Stacks of prod are protected from that."""
_ANY_FINDING = tuple(range(7))
"""`tunestack doctor` ends with the exit code of what it found; what it asks is asked whatever that is."""


@dataclass(frozen=True)
class SuiteRun:
    """What one stack's life sent.

    Attributes:
        stack: Its name.
        bodies: The PUT bodies of the stack, as the local Azure recorded them.
        use_bodies: Those of what was done with it.
        called: The operations.
    """

    stack: str
    bodies: list[dict[str, Any]]
    called: frozenset[Operation]
    use_bodies: tuple[dict[str, Any], ...] = ()


def live(clone: Path, stack: str) -> SuiteRun:
    """Brings a stack up on a local Azure of its own, uses a local one and takes it down; gives what was sent.

    Raises:
        ProgramError: A command failed; it has shown why.
    """
    with TemporaryDirectory(prefix="tunestack-conformance-") as name:
        folder = Path(name)
        ran = run_stack(clone, folder, stack, lambda pulumi, suite: _use(stack, pulumi, suite, folder))
    called = frozenset(Operation(one.service, one.method, one.operation) for one in ran.calls)
    return SuiteRun(stack, ran.bodies, called, ran.use_bodies)


def _use(stack: str, pulumi: Programs, suite: Programs, folder: Path) -> None:
    journey = stack.removesuffix(_LOCAL)
    if stack.endswith(_LOCAL):
        suite.run(TUNESTACK, "doctor", "--stack", stack, accepted=_ANY_FINDING, show=nothing)
    if journey in RECIPES and stack.endswith(_LOCAL):
        _tune(stack, journey, suite, folder)
    if stack != _LARGEST and not stack.endswith(_LOCAL):
        return
    pulumi.run("pulumi", "preview", "--stack", stack, *PULUMI_OPTIONS, show=nothing)
    for command in ("refresh", "destroy"):
        pulumi.run("pulumi", command, "--stack", stack, "--yes", "--skip-preview", *PULUMI_OPTIONS, show=nothing)
    suite.run(sys.executable, "-m", "operations.leftovers", "--subscription", SUBSCRIPTION_ID, show=nothing)


def _tune(stack: str, journey: str, suite: Programs, folder: Path) -> None:
    recipe, rows = str(RECIPES[journey]), str(QUICK_ROWS[journey])
    cloned, questions = folder / "cloned.yaml", folder / "questions.txt"
    questions.write_text("What can you do for me?\n", encoding="utf-8")

    def tunestack(*command: str) -> Any:  # noqa: ANN401 -- JSON
        options = ("--stack", stack, "--output", "json")
        return json.loads(suite.run(TUNESTACK, *command, *options, accepted=(0, REFUSED), show=nothing).output)

    job = tunestack("run", recipe, "--data", rows, "--report", str(folder / "report.html"))["finetune"]["job_id"]
    tunestack("data", "upload", recipe)
    for command in ("show", "watch", "cancel"):
        tunestack("runs", command, job)
    tunestack("runs", "clone", job, "--file", str(cloned))
    for listed in ("runs", "deployments"):
        tunestack(listed, "list")
    tunestack("compare", str(cloned), "--questions", str(questions))
    if journey == "phi3-custom":
        tunestack("traffic", str(cloned), "--set", "blue=100")
    for model in tunestack("models", "list")["models"]:
        tunestack("models", "delete", model["name"], "--version", model["version"], "--with-deployments", "--yes")
