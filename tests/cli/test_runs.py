"""`tunestack runs`: all methods' runs, from any machine, over clouds in memory."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli import session
from cli.main import run
from jobs.domain.run_states import JobState
from jobs.services.run import run as run_recipe
from jobs.services.submit import Origin, submit
from tests.jobs.cloud_in_memory import MemoryCloud
from tests.jobs.requests import STACK, request, shipped_recipe
from tests.jobs.services.test_submit import DATA

AT = ["--stack", "platform-test"]
Said = Callable[..., Any]


@pytest.fixture
def clouds(monkeypatch: pytest.MonkeyPatch) -> dict[str, MemoryCloud]:
    """A platform with a cloud for each of two methods."""
    made = {"serverless": MemoryCloud(), "openai": MemoryCloud()}
    parts = [STACK.model_copy(update={"method": method}) for method in made]
    monkeypatch.setattr(session, "read_parts", lambda _name: parts)
    monkeypatch.setattr(session, "azure_cloud", lambda stack: made[stack.method])
    return made


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    """Runs a command that succeeds and gives its document."""

    def command(*arguments: str) -> Any:  # noqa: ANN401 (a JSON document)
        assert run(["runs", *arguments, *AT, "--output", "json"]) == 0
        return json.loads(capsys.readouterr().out)

    return command


def hand_in(cloud: MemoryCloud, *settings: str) -> str:
    return submit(cloud, shipped_recipe(*settings), DATA, Origin("platform-test", "somebody"), list[str]().append)[0]


def test_the_runs_of_all_methods_are_listed_together_the_newest_first(
    clouds: dict[str, MemoryCloud], said: Said
) -> None:
    first = hand_in(clouds["openai"])
    clouds["serverless"].clock.elapsed = 3600
    second = hand_in(clouds["serverless"], "epochs=2")
    listed = said("list")["runs"]
    assert [(one["name"], one["method"]) for one in listed] == [(second, "serverless"), (first, "openai")]
    assert {one["by"] for one in listed} == {"somebody"}


def test_a_run_from_before_the_ledger_and_one_that_the_service_has_forgotten_are_listed(
    clouds: dict[str, MemoryCloud], said: Said
) -> None:
    old = hand_in(clouds["serverless"])
    clouds["serverless"].datastore.files.clear()
    forgotten = hand_in(clouds["openai"], "epochs=2")
    del clouds["openai"].jobs.submitted[forgotten]
    listed = {one["name"]: one for one in said("list")["runs"]}
    assert listed[old]["by"] == ""
    assert not listed[old]["gone"]
    assert listed[forgotten]["gone"]


def test_a_running_job_that_shows_nothing_any_more_is_called_silent(clouds: dict[str, MemoryCloud], said: Said) -> None:
    cloud = clouds["serverless"]
    cloud.jobs.run_seconds = 100 * 3600
    hand_in(cloud, "monitoring.silence_minutes=30")
    cloud.clock.elapsed = 3600
    (listed,) = said("list")["runs"]
    assert listed["silent"] == "silent for 60 min, since step 0"


def test_what_became_of_a_run_is_listed_and_shown(clouds: dict[str, MemoryCloud], said: Said) -> None:
    result = run_recipe(clouds["openai"], request())
    (listed,) = said("list")["runs"]
    assert listed["passed"]
    assert listed["deployments"] == [result.endpoints.base.name, result.endpoints.tuned.name]
    noted = said("show", result.job)["noted"]
    assert noted["data_sha256"] == result.prepared.sha256
    assert noted["evaluation"].endswith(f"{result.job}/evaluation.json")


def test_a_run_is_watched_by_its_name_wherever_it_is(clouds: dict[str, MemoryCloud], said: Said) -> None:
    assert said("watch", hand_in(clouds["openai"]))["state"] == "Completed"


def test_a_run_that_gets_no_machine_in_time_ends_with_5(
    clouds: dict[str, MemoryCloud], capsys: pytest.CaptureFixture[str]
) -> None:
    clouds["openai"].jobs.queue_seconds = 100 * 3600
    name = hand_in(clouds["openai"], "monitoring.queue_hours=1")
    assert run(["runs", "watch", name, *AT]) == 5
    assert "asked to stop" in capsys.readouterr().err
    assert clouds["openai"].jobs.cancelled == [name]


def test_cancelling_names_what_goes_on(clouds: dict[str, MemoryCloud], said: Said) -> None:
    cloud = clouds["openai"]
    first = run_recipe(cloud, request())
    again = run_recipe(cloud, request(again=True)).job
    cloud.jobs.state = lambda name: JobState.RUNNING  # type: ignore[method-assign]
    cancelled = said("cancel", again)
    assert cancelled["cancel_requested"]
    assert cloud.jobs.cancelled == [again]
    assert first.endpoints.base.name in cancelled["going_on"]


def test_a_run_that_has_ended_stays_as_it_is(clouds: dict[str, MemoryCloud], said: Said) -> None:
    name = hand_in(clouds["openai"])
    clouds["openai"].clock.elapsed = 1000
    assert said("cancel", name) == {"name": name, "state": "Completed", "cancel_requested": False, "going_on": []}
    assert clouds["openai"].jobs.cancelled == []


@pytest.mark.parametrize("command", ["pause", "resume"])
def test_pausing_is_asked_of_the_service(clouds: dict[str, MemoryCloud], said: Said, command: str) -> None:
    cloud, asked = clouds["openai"], list[str]()
    setattr(cloud.jobs, command, asked.append)
    name = hand_in(cloud)
    assert said(command, name) == {"name": name, f"{command}_requested": True}
    assert asked == [name]


def test_a_service_that_can_not_pause_ends_with_2(clouds: dict[str, MemoryCloud]) -> None:
    assert run(["runs", "pause", hand_in(clouds["serverless"]), *AT]) == 2


def test_a_clone_is_a_recipe_that_runs(clouds: dict[str, MemoryCloud], said: Said, tmp_path: Path) -> None:
    job = run_recipe(clouds["serverless"], request()).job
    written = said("clone", job, "--file", str(tmp_path / "more.yaml"), "--set", "epochs=5")
    assert "epochs: 5" in Path(written["recipe"]).read_text(encoding="utf-8")
    assert all(Path(file).is_file() for file in written["files"])


@pytest.mark.parametrize("command", ["show", "watch", "cancel", "pause", "resume", "clone"])
def test_a_run_that_is_not_there_is_named(
    clouds: dict[str, MemoryCloud], capsys: pytest.CaptureFixture[str], command: str
) -> None:
    assert run(["runs", command, "nowhere", *AT]) == 1
    assert "there is no job nowhere" in capsys.readouterr().err
