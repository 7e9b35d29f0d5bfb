"""Settings are written into a stack's file by changing their own lines alone."""

from pathlib import Path

import pytest
import yaml

from operations.checks.finding import Pin
from operations.stack_file import FOLDER, NoSuchStackError, pin, read_stack_file, stack_file, with_setting

TEXT = """# A stack.
config:
  tunestack:journey: gpt4o  # which
  # how much
  tunestack:openai:
    sku: GlobalStandard
    capacity: 50  # thousands
  tunestack:models:
    openai: gpt-4.1-mini
"""


def test_a_number_changes_and_nothing_else() -> None:
    assert with_setting(TEXT, "openai.capacity", 30) == TEXT.replace("capacity: 50", "capacity: 30")


def test_a_member_is_added_to_the_map_that_is_there() -> None:
    changed = with_setting(TEXT, "openai.deployed_before", value=True)
    assert yaml.safe_load(changed)["config"]["tunestack:openai"] == {
        "sku": "GlobalStandard",
        "capacity": 50,
        "deployed_before": True,
    }
    assert set(TEXT.splitlines()) <= set(changed.splitlines())


def test_a_map_that_is_not_there_is_added_at_the_end() -> None:
    changed = with_setting(TEXT, "compute.gpu_nodes", 0)
    assert changed == f"{TEXT}  tunestack:compute:\n    gpu_nodes: 0\n"


def test_a_setting_without_members_is_changed_or_added() -> None:
    assert with_setting(TEXT, "journey", "phi3") == TEXT.replace(": gpt4o", ': "phi3"')
    assert with_setting(TEXT, "protect", value=True).endswith("  tunestack:protect: true\n")


@pytest.mark.parametrize("written", ["{sku: Standard}", "{}", "{sku: Standard, capacity: 50}"])
def test_a_map_in_one_line_stays_in_one_line(written: str) -> None:
    text = f"config:\n  tunestack:openai: {written}  # short\n"
    changed = with_setting(text, "openai.capacity", 30)
    assert yaml.safe_load(changed)["config"]["tunestack:openai"]["capacity"] == 30
    assert len(changed.splitlines()) == 2
    assert changed.endswith("# short\n")


def test_a_map_without_members_gets_one() -> None:
    changed = with_setting("config:\n  tunestack:openai:\n  tunestack:journey: gpt4o\n", "openai.capacity", 30)
    assert yaml.safe_load(changed)["config"] == {"tunestack:openai": {"capacity": 30}, "tunestack:journey": "gpt4o"}


def test_what_follows_the_configuration_stays_behind_it() -> None:
    changed = with_setting(f"{TEXT}other: 1\n", "compute.gpu_nodes", 0)
    assert yaml.safe_load(changed)["other"] == 1
    assert yaml.safe_load(changed)["config"]["tunestack:compute"] == {"gpu_nodes": 0}


@pytest.mark.parametrize("file", sorted(FOLDER.glob("Pulumi.*.yaml")), ids=lambda file: file.stem)
def test_a_shipped_file_keeps_every_line_but_the_one(file: Path, tmp_path: Path) -> None:
    copy = tmp_path / file.name
    before = file.read_text(encoding="utf-8")
    copy.write_text(before, encoding="utf-8")
    pin(copy, (Pin("openai.capacity", 7),))
    after = copy.read_text(encoding="utf-8")
    gone = [line for line in before.splitlines() if line not in after.splitlines()]
    assert len(gone) <= 1
    assert [line for line in before.splitlines() if "#" in line and "capacity" not in line] == [
        line for line in after.splitlines() if "#" in line and "capacity" not in line
    ]
    assert read_stack_file(copy).openai.capacity == 7


def test_a_stack_without_a_file_is_refused_with_those_that_have_one(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.one.yaml").write_text("config: {}\n")
    with pytest.raises(NoSuchStackError, match=r"no stacks/Pulumi\.two\.yaml; stacks with one: one"):
        stack_file("two", tmp_path)
    assert stack_file("organisation/tunestack/one", tmp_path).name == "Pulumi.one.yaml"
