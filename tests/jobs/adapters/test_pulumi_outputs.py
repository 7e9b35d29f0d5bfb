"""Stack outputs, asked of a program in Pulumi's place."""

import json
from pathlib import Path

import pytest

from jobs.adapters.pulumi_outputs import read_parts, read_stack
from jobs.domain.errors import UsageError
from tests.jobs.requests import STACK

OUTPUTS = STACK.model_dump(mode="json") | {"hub_name": "something more"}


def pulumi(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    program = folder / "pulumi"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=":")


def test_outputs_are_read_from_the_stack_that_was_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = tmp_path / "asked"
    pulumi(tmp_path, monkeypatch, f"echo \"$@\" > {asked}\necho '{json.dumps(OUTPUTS)}'")
    assert read_stack("phi3-test", tmp_path) == STACK
    assert "--stack phi3-test" in asked.read_text()


def test_pulumis_own_reason_is_passed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pulumi(tmp_path, monkeypatch, "echo \"error: no stack named 'none' found\" >&2; exit 255")
    with pytest.raises(UsageError, match="no stack named 'none' found") as refused:
        read_stack("none", tmp_path)
    assert "tunestack local exec" in refused.value.fix


def test_a_stack_that_is_not_up_says_what_its_outputs_lack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pulumi(tmp_path, monkeypatch, "echo '{}'")
    with pytest.raises(UsageError, match="isn't up: its outputs lack journey, method"):
        read_stack("phi3-test", tmp_path)


def test_a_missing_pulumi_is_named_with_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="no pulumi on PATH") as refused:
        read_stack("phi3-test", tmp_path)
    assert refused.value.fix == "make setup installs it."


def test_a_platform_gives_the_part_that_tunes_by_the_method(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journeys = {"gpt4o": {"journey": "gpt4o", "method": "openai"}, "phi3": OUTPUTS}
    outputs = {key: value for key, value in OUTPUTS.items() if key not in ("method", "workspace_name")}
    pulumi(tmp_path, monkeypatch, f"echo '{json.dumps({**outputs, 'journeys': journeys})}'")
    assert read_stack("platform-test", tmp_path, method="serverless") == STACK


def test_a_stack_for_another_method_is_told_from_one_that_is_not_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pulumi(tmp_path, monkeypatch, f"echo '{json.dumps({**OUTPUTS, 'method': 'openai'})}'")
    with pytest.raises(UsageError, match="is for the method openai, not for serverless"):
        read_stack("gpt4o-test", tmp_path, method="serverless")


def test_a_stack_of_one_journey_is_read_whatever_its_method(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pulumi(tmp_path, monkeypatch, f"echo '{json.dumps({**OUTPUTS, 'method': 'openai'})}'")
    assert read_stack("gpt4o-test", tmp_path).method == "openai"


def test_a_platform_is_read_as_its_part_for_serverless_tuning_where_no_method_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journeys = {"gpt4o": {**OUTPUTS, "journey": "gpt4o", "method": "openai"}, "phi3": OUTPUTS}
    pulumi(tmp_path, monkeypatch, f"echo '{json.dumps({**OUTPUTS, 'journeys': journeys})}'")
    assert read_stack("platform-test", tmp_path).journey == "phi3"


def test_each_part_of_a_platform_is_read_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = tmp_path / "asked"
    journeys = {"gpt4o": {**OUTPUTS, "journey": "gpt4o", "method": "openai"}, "phi3": OUTPUTS}
    document = json.dumps({**OUTPUTS, "journeys": journeys})
    pulumi(tmp_path, monkeypatch, f"echo once >> {asked}\necho '{document}'")
    assert [part.journey for part in read_parts("platform-test", tmp_path)] == ["gpt4o", "phi3"]
    assert asked.read_text() == "once\n"


def test_a_stack_of_one_journey_has_one_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pulumi(tmp_path, monkeypatch, f"echo '{json.dumps(OUTPUTS)}'")
    assert read_parts("phi3-test", tmp_path) == [STACK]
