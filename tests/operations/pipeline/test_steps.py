"""The other steps: what each runs, in which order, and what stops it."""

import datetime as dt
from pathlib import Path

import pytest

from operations.pipeline.destroy import destroy
from operations.pipeline.drift import drift
from operations.pipeline.pulumi import pulumi_on
from operations.pipeline.up import up
from operations.programs import ProgramError
from tests.operations.pipeline.fake_pulumi import commands, fake_pulumi


def test_nothing_is_destroyed_unless_the_name_was_typed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert destroy(fake_pulumi(tmp_path, "platform-prod"), "platform-dev") == 2
    assert commands(tmp_path) == []
    assert "type the stack's name, platform-prod" in capsys.readouterr().err


def test_the_typed_name_lets_the_stack_be_destroyed(tmp_path: Path) -> None:
    assert destroy(fake_pulumi(tmp_path, "platform-prod"), "platform-prod") == 0
    assert [line.split(" --non-interactive")[0] for line in commands(tmp_path)] == [
        "pulumi destroy --stack platform-prod"
    ]


def test_the_checks_come_before_up(tmp_path: Path) -> None:
    assert up(fake_pulumi(tmp_path, "platform-dev")) == 0
    assert [line.split(" --")[0] for line in commands(tmp_path)] == ["tunestack doctor", "pulumi up"]


def test_nothing_is_brought_up_when_a_check_says_no(tmp_path: Path) -> None:
    with pytest.raises(ProgramError) as stopped:
        up(fake_pulumi(tmp_path, "platform-dev", code=5))
    assert stopped.value.code == 5
    assert [line.split(" --")[0] for line in commands(tmp_path)] == ["tunestack doctor"]


def test_up_previews_first_so_that_policies_about_the_whole_stack_refuse_before_anything_is_made(
    tmp_path: Path,
) -> None:
    up(fake_pulumi(tmp_path, "platform-dev"))
    assert "--skip-preview" not in commands(tmp_path)[1]


def test_a_policy_that_refuses_up_has_an_exit_code_of_its_own(tmp_path: Path) -> None:
    pulumi = fake_pulumi(tmp_path, "platform-dev", "    - [mandatory] [severity: medium]  protection-budget  (stack)")
    (tmp_path / "bin" / "pulumi").write_text(f"#!/bin/sh\ncat {tmp_path}/output\nexit 1\n")
    assert up(pulumi) == 4


def test_each_step_asks_the_policies() -> None:
    named = pulumi_on("platform-dev", {}).programs.environment["PULUMI_OPTION_POLICY_PACK"]
    assert (Path(named) / "PulumiPolicy.yaml").is_file()


def test_expiry_is_judged_by_the_day_of_the_run_unless_another_is_named() -> None:
    today = dt.date(2027, 1, 31)
    assert pulumi_on("platform-dev", {}, today=today).programs.environment["TUNESTACK_POLICY_DAY"] == "2027-01-31"
    named = pulumi_on("platform-dev", {"TUNESTACK_POLICY_DAY": "2027-02-01"}, today=today)
    assert "TUNESTACK_POLICY_DAY" not in named.programs.environment  # what is inherited stays


@pytest.mark.parametrize(("ended", "code"), [(0, 0), (255, 255)])
def test_drift_is_an_exit_code_and_changes_nothing(tmp_path: Path, ended: int, code: int) -> None:
    assert drift(fake_pulumi(tmp_path, "platform-dev", code=ended)) == code
    assert "--preview-only" in commands(tmp_path)[0]
