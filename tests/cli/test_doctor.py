"""tunestack doctor: what it shows, its exit codes, and what --fix writes."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from cli import doctor as command
from cli import main
from operations import stack_file
from operations.checks.facts import Permission, Usage
from operations.checks.plan import Plan
from operations.doctor import Diagnosis, diagnose
from stacks.settings import Settings
from tests.operations.checks.conftest import TODAY, UNSEEN, FakeFacts

NAME = "OpenAI.GlobalStandard.gpt-4.1-mini"
READER = {f"/subscriptions/{'0' * 8}-0000-0000-0000-{'0' * 12}": (Permission(("*/read",)),)}


@pytest.fixture
def stack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped stack gpt4o-dev, which the command reads and writes."""
    shipped = stack_file.FOLDER / "Pulumi.gpt4o-dev.yaml"
    monkeypatch.setattr(stack_file, "FOLDER", tmp_path)
    return Path(shutil.copy(shipped, tmp_path))


def looking(monkeypatch: pytest.MonkeyPatch, facts: FakeFacts) -> None:
    """Lets the command look at these facts."""

    def diagnosed(settings: Settings, name: str) -> Diagnosis:
        return diagnose(Plan(settings, name, TODAY), facts)

    monkeypatch.setattr(command, "_diagnose", diagnosed)


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


def test_where_nothing_stands_against_it_the_exit_code_is_0(
    stack: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    looking(monkeypatch, FakeFacts())
    assert main.run(["doctor", "--stack", "gpt4o-dev"]) == 0
    shown = capsys.readouterr().out
    assert "ok       tokens: 50 thousand tokens a minute fit" in shown
    assert "0 NOT OK" in shown


def test_too_little_quota_ends_with_5_and_names_setting_and_fix(
    stack: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    looking(monkeypatch, FakeFacts(tokens_={NAME: Usage(420, 450)}))
    assert main.run(["doctor", "--stack", "gpt4o-dev", "--output", "json"]) == 5
    document = told(capsys)
    (found,) = [each for each in document["findings"] if each["verdict"] == "no"]
    assert (found["check"], found["setting"], found["cause"]) == ("tokens", "tunestack:openai.capacity", "quota")
    assert "Set it to 30" in found["fix"]
    assert (document["exit_code"], document["counts"]["no"], document["pinned"]) == (5, 1, {})


def test_fix_pins_what_fits_and_looks_again(
    stack: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    looking(monkeypatch, FakeFacts(tokens_={NAME: Usage(420, 450)}))
    before = stack.read_text()
    assert main.run(["doctor", "--stack", "gpt4o-dev", "--fix", "--output", "json"]) == 0
    assert told(capsys)["pinned"] == {"tunestack:openai.capacity": 30}
    assert stack.read_text() == before.replace("capacity: 50", "capacity: 30")


def test_without_fix_nothing_is_written(stack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looking(monkeypatch, FakeFacts(tokens_={NAME: Usage(420, 450)}))
    before = stack.read_text()
    main.run(["doctor", "--stack", "gpt4o-dev"])
    assert stack.read_text() == before


def test_missing_permissions_end_with_6(stack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looking(monkeypatch, FakeFacts(permissions_=READER))
    assert main.run(["doctor", "--stack", "gpt4o-dev"]) == 6


def test_what_is_unknown_is_no_failure_and_never_ok(
    stack: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    looking(monkeypatch, FakeFacts(tokens_=UNSEEN))
    assert main.run(["doctor", "--stack", "gpt4o-dev"]) == 0
    assert "unknown  tokens: the capacity used in swedencentral can't be looked up" in capsys.readouterr().out


def test_settings_that_can_not_be_used_end_with_2(
    stack: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stack.write_text(stack.read_text().replace("swedencentral", "uaenorth"))
    assert main.run(["doctor", "--stack", "gpt4o-dev"]) == 2
    assert "tunestack:location is 'uaenorth'" in capsys.readouterr().err


def test_a_stack_without_a_file_ends_with_2(stack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(["doctor", "--stack", "another"]) == 2
    assert "stacks with one: gpt4o-dev" in capsys.readouterr().err
