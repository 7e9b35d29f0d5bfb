"""The suite's own life with a stack: local ones are checked, tuned on and taken down, others as far as needed."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from local_azure.calls.operation import Operation
from local_azure.calls.recorder import RecordedCall
from operations.programs import Finished, Programs
from toolchain.conformance import suite as module
from toolchain.conformance.suite import live
from toolchain.stack_runs.run import StackRun


@dataclass
class Lines:
    """Keeps the command lines instead of running them; a run names its job, and there is one model."""

    lines: list[str] = field(default_factory=list)

    def run(self, *command: str, **_options: object) -> Finished:
        self.lines.append(" ".join(Path(part).name for part in command))
        said = {"finetune": {"job_id": "job-1"}, "models": [{"name": "tuned", "version": "1"}]}
        return Finished(json.dumps(said), 0.0)


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    told = Lines()

    def run_stack(_clone: Path, _folder: Path, stack: str, use: Callable[[Programs, Programs], None]) -> StackRun:
        use(told, told)  # type: ignore[arg-type]
        call = RecordedCall("management", "PUT", "/subscriptions/{}", "2024-01-01", "2xx")
        return StackRun(stack, {}, [{"id": "/a"}], {}, "", {}, ({"id": "/b"},), (call,))

    monkeypatch.setattr(module, "run_stack", run_stack)
    return told.lines


LEFT = f"{Path(sys.executable).name} -m operations.leftovers"


def commands(lines: list[str]) -> list[str]:
    return [line.split(" --")[0] for line in lines]


def test_a_local_stack_of_a_journey_is_checked_tuned_on_used_and_taken_down(lines: list[str]) -> None:
    live(Path(), "phi3-local")
    assert commands(lines) == [
        "tunestack doctor",
        "tunestack run xbox-support.yaml",
        "tunestack data upload xbox-support.yaml",
        "tunestack runs show job-1",
        "tunestack runs watch job-1",
        "tunestack runs cancel job-1",
        "tunestack runs clone job-1",
        "tunestack runs list",
        "tunestack deployments list",
        "tunestack compare cloned.yaml",
        "tunestack models list",
        "tunestack models delete tuned",
        "pulumi preview",
        "pulumi refresh",
        "pulumi destroy",
        LEFT,
    ]


def test_where_deployments_share_an_endpoint_traffic_is_moved_too(lines: list[str]) -> None:
    live(Path(), "phi3-custom-local")
    assert "tunestack traffic cloned.yaml" in commands(lines)


def test_a_stack_of_all_journeys_has_no_jobs_of_its_own(lines: list[str]) -> None:
    live(Path(), "platform-local")
    assert commands(lines) == ["tunestack doctor", "pulumi preview", "pulumi refresh", "pulumi destroy", LEFT]


def test_of_the_others_the_largest_alone_is_taken_down(lines: list[str]) -> None:
    for stack in ("phi3-dev", "platform-dev", "platform-prod"):
        live(Path(), stack)
    assert commands(lines) == ["pulumi preview", "pulumi refresh", "pulumi destroy", LEFT]


@pytest.mark.usefixtures("lines")
def test_what_was_sent_is_given() -> None:
    ran = live(Path(), "phi3-dev")
    assert ran.stack == "phi3-dev"
    assert ran.called == {Operation("management", "PUT", "/subscriptions/{}")}
    assert (ran.bodies, ran.use_bodies) == ([{"id": "/a"}], ({"id": "/b"},))
