"""`make demo`: the whole way through a journey on the local Azure, and back to nothing."""

import argparse
import fcntl
import json
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from operations.demo_record import broken_promises, record
from operations.process_memory import MemoryWatch
from operations.programs import ProgramError, Programs, nothing
from operations.pulumi_summary import changes, is_worth_showing, refused_by_policy, resource_counts

ROOT = Path(__file__).resolve().parents[1]
DIRECTORY = ROOT / ".tunestack" / "demo"
TUNESTACK = str(Path(sys.executable).with_name("tunestack"))
INFRASTRUCTURE_ALONE = "platform"
"""The journey whose demo ends after the infrastructure: its jobs are those of the other journeys."""

RECIPES = {
    "phi3": ROOT / "jobs" / "recipes" / "xbox-support.yaml",
    "gpt4o": ROOT / "jobs" / "recipes" / "travel-assistant.yaml",
    "phi3-custom": ROOT / "jobs" / "recipes" / "ultrachat-style.yaml",
}
REFUSED = 4
QUICK_ROWS = {
    "phi3": RECIPES["phi3"].with_suffix("") / "validation.jsonl",
    "gpt4o": RECIPES["gpt4o"].with_suffix("") / "evaluation.jsonl",
    "phi3-custom": RECIPES["phi3-custom"].with_suffix("") / "validation.jsonl",
}


@dataclass
class Demo:
    """One run of the demo.

    Attributes:
        journey: which one.
        data: rows in place of the recipe's.
        keep: leave everything running at the end.
        quick: tiny random weights and few rows: shows the way soon, says nothing of what tuning is worth.
    """

    journey: str
    data: Path | None
    keep: bool
    quick: bool = False
    seconds: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Sets up how programs are run: plainly, and against the local Azure."""
        environment = {"TUNESTACK_LOCAL_DIR": str(DIRECTORY)}
        self.plain = Programs(ROOT, environment)
        self.against_local = Programs(ROOT, environment, (TUNESTACK, "local", "exec", "--"))
        self.stack = f"{self.journey}-local"

    @contextmanager
    def step(self, name: str, what: str) -> Iterator[None]:
        """Announces a step and keeps its seconds."""
        click.echo(f"\n== {what}")
        began = time.monotonic()
        yield
        self.seconds[name] = round(time.monotonic() - began, 2)
        click.echo(f"   {self.seconds[name]:.1f} s")

    def run(self) -> dict[str, Any]:
        """Goes all the way; what was started is stopped, whatever happens, unless it is to be kept."""
        began = time.monotonic()
        with MemoryWatch() as memory, _without_salt(ROOT / "stacks" / f"Pulumi.{self.stack}.yaml"):
            try:
                with self.step("setup", "start the local Azure"):
                    memory.add(self._start())
                resources = self._provision()
                document = None if self.journey == INFRASTRUCTURE_ALONE else self._tune()
                resources |= (
                    {"left_after_destroy": 0, "soft_deleted_after_destroy": 0} if self.keep else self._destroy()
                )
            finally:
                if self.keep:
                    click.echo(f"\nKept running: export TUNESTACK_LOCAL_DIR={DIRECTORY}; tunestack local exec -- ...")
                else:
                    self.plain.run(TUNESTACK, "local", "stop")
        self.seconds["total"] = round(time.monotonic() - began, 2)
        found = record(self.journey, document, resources, self.seconds)
        return {**found, "peak_memory_mb": memory.peak_bytes // 1024**2, "kept": self.keep, "quick": self.quick}

    def _start(self) -> int:
        self.plain.run(TUNESTACK, "local", "reset", show=nothing)
        weights = "tiny-random" if self.quick else "smollm2-135m-instruct"
        self.plain.run(TUNESTACK, "local", "start", "--weights", weights)
        status = json.loads(self.plain.run(TUNESTACK, "local", "status", "--output", "json", show=nothing).output)
        return int(status["pid"])

    def _provision(self) -> dict[str, int]:
        pulumi, options = (
            self.against_local,
            ("--stack", self.stack, "--yes", "--skip-preview", "--non-interactive", "--suppress-outputs"),
        )
        with self.step("up", f"pulumi up: the infrastructure of {self.journey}"):
            pulumi.run("pulumi", "stack", "init", self.stack, "--non-interactive", show=nothing)
            created = resource_counts(pulumi.run("pulumi", "up", *options, show=is_worth_showing).output).get(
                "created", 0
            )
        with self.step("second_up", "pulumi up once more: nothing to do"):
            second = pulumi.run("pulumi", "up", *options, show=is_worth_showing)
        with self.step("refresh", "pulumi refresh: all as declared"):
            refreshed = pulumi.run("pulumi", "refresh", *options, show=is_worth_showing)
        exported = json.loads(pulumi.run("pulumi", "stack", "export", "--stack", self.stack, show=nothing).output)
        declared = [one for one in exported["deployment"]["resources"] if "pulumi:providers:" not in one["type"]]
        return {
            "declared": len(declared),
            "created": created,
            "second_up_changes": changes(second.output),
            "refresh_changes": changes(refreshed.output),
        }

    def _tune(self) -> dict[str, Any]:
        click.echo("\n== tunestack run: validate, upload, fine-tune, deploy, evaluate, compare")
        report = Path("build") / f"report-{self.journey}.html"
        rows = self.data or (QUICK_ROWS[self.journey] if self.quick else None)
        data = ("--data", str(rows)) if rows else ()
        options = ("--stack", self.stack, "--report", str(report), "--output", "json", *data)
        recipe = str(RECIPES[self.journey])
        finished = self.against_local.run(TUNESTACK, "run", recipe, *options, accepted=(0, REFUSED), show=nothing)
        document: dict[str, Any] = json.loads(finished.output)
        click.echo(f"   {finished.seconds:.1f} s")
        return document

    def _destroy(self) -> dict[str, int]:
        exported = self.against_local.run("pulumi", "stack", "output", "--json", "--stack", self.stack, show=nothing)
        subscription = json.loads(exported.output)["subscription_id"]
        with self.step("destroy", "pulumi destroy: back to nothing"):
            options = ("--stack", self.stack, "--yes", "--skip-preview", "--non-interactive", "--suppress-outputs")
            self.against_local.run("pulumi", "destroy", *options, show=is_worth_showing)
        command = (sys.executable, "-m", "operations.leftovers", "--subscription", subscription)
        left = json.loads(self.against_local.run(*command, show=nothing).output)
        for one in (*left["resources"], *left["soft_deleted"]):
            click.echo(f"   left: {one}")
        return {
            "left_after_destroy": len(left["resources"]),
            "soft_deleted_after_destroy": len(left["soft_deleted"]),
        }


@contextmanager
def _without_salt(file: Path) -> Iterator[None]:
    """Lends the stack's file without `encryptionsalt`, which belongs to one instance's passphrase, and restores it."""
    content = file.read_text(encoding="utf-8")
    lines = content.splitlines(keepends=True)
    file.write_text("".join(line for line in lines if not line.startswith("encryptionsalt:")), encoding="utf-8")
    try:
        yield
    finally:
        file.write_text(content, encoding="utf-8")


def main() -> int:
    """Runs the demo, writes its record and says whether all was as promised."""
    parser = argparse.ArgumentParser(prog="python -m operations.demo", description=__doc__)
    parser.add_argument("--journey", choices=sorted([*RECIPES, INFRASTRUCTURE_ALONE]), default="phi3")
    parser.add_argument("--data", type=Path, help="chat rows in place of the recipe's")
    parser.add_argument("--quick", action="store_true", help="tiny random weights, few rows: the way without the worth")
    parser.add_argument("--keep", action="store_true", help="leave the local Azure and the stack running")
    arguments = parser.parse_args()
    data = arguments.data.resolve() if arguments.data else None
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whoever ends the demo, what it started is stopped
    try:
        with _alone():
            found = Demo(arguments.journey, data, arguments.keep, arguments.quick).run()
    except ProgramError as error:
        click.echo(f"\nThe demo ended early: {error}", err=True)
        if refused_by_policy(error.output):
            return REFUSED
        return max(error.code, 1)  # ended by a signal, a program has a negative one
    except KeyboardInterrupt:
        return 130
    file = ROOT / "build" / f"demo-{arguments.journey}.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return _conclude(found, file, own_style=data is None and not arguments.quick)


@contextmanager
def _alone() -> Iterator[None]:
    """Two demos would stop each other's local Azure; the lock ends with the process, however it ends."""
    DIRECTORY.parent.mkdir(exist_ok=True)
    with DIRECTORY.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit("Another demo runs in this folder: wait until it has ended.")
        yield


def _conclude(found: dict[str, Any], file: Path, *, own_style: bool) -> int:
    if found["model"] is not None:
        _tell_model(found)
    for name, seconds in found["seconds"].items():
        click.echo(f"   {name}: {seconds:.1f} s")
    click.echo(f"   peak memory: {found['peak_memory_mb']} MB\n   record: {file}")
    broken = list(broken_promises(found, own_style=own_style))
    for promise in broken:
        click.echo(f"NOT AS PROMISED: {promise}", err=True)
    return 1 if broken else 0


def _tell_model(found: dict[str, Any]) -> None:
    click.echo(f"\n== {found['model']['requested']}, run as {found['model']['ran']}")
    for name, metric in found["evaluate"]["metrics"].items():
        surely = "" if metric["low"] is None else f" ({metric['low']:+.2f} at least)"
        click.echo(f"   {name}: base {metric['base']:.2f}, tuned {metric['tuned']:.2f}{surely}")
    click.echo(f"   report: {found['report']}")


if __name__ == "__main__":
    sys.exit(main())
