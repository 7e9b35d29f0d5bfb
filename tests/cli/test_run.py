"""`tunestack run`, `runs`, `deploy`, `evaluate`, `compare`, `report`, `chat`: over a cloud in memory."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import session
from cli.main import run, tunestack
from jobs.domain.run_states import JobState
from tests.jobs.cloud_in_memory import MemoryCloud
from tests.jobs.requests import RECIPE, STACK

AT = ["--stack", "phi3-test"]


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> MemoryCloud:
    made = MemoryCloud()
    monkeypatch.setattr(session, "read_stack", lambda _name, **_: STACK)
    monkeypatch.setattr(session, "read_parts", lambda _name: [STACK])
    monkeypatch.setattr(session, "azure_cloud", lambda _stack: made)
    monkeypatch.setattr(session, "signed_in_as", lambda _stack: "somebody")
    return made


@pytest.fixture
def finished(cloud: MemoryCloud, tmp_path: Path) -> MemoryCloud:
    assert run(["run", str(RECIPE), *AT, "--report", str(tmp_path / "first.html")]) == 0
    return cloud


def test_run_writes_one_document_and_the_report(
    cloud: MemoryCloud, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "report.html"
    assert run(["run", str(RECIPE), *AT, "--report", str(report), "--output", "json"]) == 0
    said = capsys.readouterr()
    document = json.loads(said.out)
    assert document["gate"]["passed"]
    assert document["seconds"].keys() == {"data", "finetune", "deploy", "evaluate", "compare"}
    assert report.read_text(encoding="utf-8").startswith("<!doctype html>")
    kept = cloud.datastore.files[f"tunestack/runs/{document['finetune']['job_id']}/report.html"]
    assert kept == report.read_bytes()
    assert "Queued: queued 0:00" in said.err
    assert "Running: queued 0:10" in said.err


def test_run_ends_with_4_when_the_gate_is_not_passed(
    cloud: MemoryCloud, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cloud.chat.tuned_answer = cloud.chat.base_answer
    assert run(["run", str(RECIPE), *AT, "--report", str(tmp_path / "r.html")]) == 4
    assert "refused: style: +0.00 over the base" in capsys.readouterr().err


def test_run_ends_with_1_when_the_trainer_crashes(cloud: MemoryCloud, capsys: pytest.CaptureFixture[str]) -> None:
    cloud.jobs.outcome = JobState.FAILED
    assert run(["run", str(RECIPE), *AT]) == 1
    assert "| RuntimeError: out of memory" in capsys.readouterr().err


def test_run_ends_with_130_on_ctrl_c_and_says_how_to_come_back(
    cloud: MemoryCloud, capsys: pytest.CaptureFixture[str]
) -> None:
    cloud.clock.interrupt_after = 20
    assert run(["run", str(RECIPE), *AT]) == 130
    assert "tunestack runs watch xbox-support-" in capsys.readouterr().err


def test_run_ends_with_2_for_a_wrong_setting_before_the_stack_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["run", str(RECIPE), *AT, "--set", "epochs=0"]) == 2
    assert "tuning.epochs" in capsys.readouterr().err


def test_run_ends_with_3_for_bad_data(cloud: MemoryCloud, tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text("{}\n" * 12)
    assert run(["run", str(RECIPE), *AT, "--data", str(bad)]) == 3
    assert cloud.datastore.files == {}


def test_runs_are_listed_shown_watched_and_cancelled(finished: MemoryCloud, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    run(["runs", "list", *AT, "--output", "json"])
    (listed,) = json.loads(capsys.readouterr().out)["runs"]
    assert (listed["state"], listed["tuned_model"]) == ("Completed", "xbox-support")
    run(["runs", "show", listed["name"], *AT, "--output", "json"])
    shown = json.loads(capsys.readouterr().out)
    assert (shown["step"], shown["maximum_steps"], shown["queue_seconds"]) == (10, 10, 10.0)
    assert run(["runs", "watch", listed["name"], *AT]) == 0
    assert run(["runs", "cancel", listed["name"], *AT]) == 0
    assert finished.jobs.cancelled == [], "it had ended already"


def test_a_run_that_is_not_there_cannot_be_shown_watched_or_cancelled(cloud: MemoryCloud) -> None:
    for command in ("show", "watch", "cancel"):
        assert run(["runs", command, "nowhere", *AT]) == 1


@pytest.mark.parametrize("command", ["deploy", "evaluate", "compare", "report"])
def test_what_goes_on_from_a_run_needs_one(
    cloud: MemoryCloud, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([command, str(RECIPE), *AT]) == 1
    assert "tunestack run makes one" in capsys.readouterr().err


def test_what_goes_on_from_a_run_finds_it(
    finished: MemoryCloud, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert run(["deploy", str(RECIPE), *AT]) == 0
    assert run(["evaluate", str(RECIPE), *AT]) == 0
    assert run(["compare", str(RECIPE), *AT]) == 0
    assert "Hold the Pair" in capsys.readouterr().out
    assert run(["report", str(RECIPE), *AT, "--file", str(tmp_path / "again.html")]) == 0
    assert (tmp_path / "again.html").exists()


def test_chat_keeps_the_conversation_and_the_system_message(finished: MemoryCloud) -> None:
    asked = []
    complete = finished.chat.complete
    finished.chat.complete = lambda endpoint, messages, **options: (  # type: ignore[method-assign,assignment]
        asked.append([message.role for message in messages]),
        complete(endpoint, messages, **options),
    )[1]
    talk = CliRunner().invoke(tunestack, ["chat", str(RECIPE), *AT], input="Hello?\nAnd then?\n\n")
    assert talk.exit_code == 0
    assert asked == [["system", "user"], ["system", "user", "assistant", "user"]]
    assert "tuned: Hey there!" in talk.output


def test_a_recipe_trains_on_rows_that_are_in_the_datastore_already(
    cloud: MemoryCloud, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cloud.datastore.files["mine/rows.jsonl"] = (RECIPE.parent / "xbox-support" / "train.jsonl").read_bytes()
    monkeypatch.chdir(tmp_path)
    stored = ("--set", "data.train=azureml://datastores/default/paths/mine/rows.jsonl")
    assert run(["run", str(RECIPE), *AT, *stored, "--output", "json"]) == 0
    by_path = json.loads(capsys.readouterr().out)
    assert by_path["data"]["train_rows"] == 240
    assert run(["run", str(RECIPE), *AT, "--output", "json"]) == 0
    by_file = json.loads(capsys.readouterr().out)
    assert by_path["finetune"]["job_id"] == by_file["finetune"]["job_id"], "the same rows are the same run"


def test_data_is_uploaded_by_itself(cloud: MemoryCloud, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["data", "upload", str(RECIPE), *AT, "--output", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["train"]["rows"] == 240
    assert len(cloud.datastore.uploads) == 2
