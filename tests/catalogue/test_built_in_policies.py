"""Azure's built-in policies: each one is met by policies of the pack, or answered."""

import re
from pathlib import Path

import pytest

from catalogue.built_in_policies import built_in_policies
from policies.pack import policies

FACTS = Path(__file__).parents[3] / "shared" / "facts" / "security.md"
GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MET = {each for policy in policies() for each in policy.built_in}


def test_there_are_those_of_every_kind_of_resource_that_the_suite_declares() -> None:
    assert len(built_in_policies()) >= 70
    assert {row.category for row in built_in_policies().values()} >= {
        "Azure Ai Services", "Cognitive Services", "Container Registry", "General", "Key Vault", "Machine Learning",
        "Managed Identity", "Monitoring", "Network", "Storage",
    }  # fmt: skip


@pytest.mark.parametrize("guid", built_in_policies())
def test_each_is_met_or_answered_and_not_both(guid: str) -> None:
    row = built_in_policies()[guid]
    assert (row.answer is None) is (guid in MET), row.title
    assert row.answer is None or row.answer.endswith(".")


def test_a_policy_names_built_in_policies_that_there_are() -> None:
    assert set(built_in_policies()) >= MET


def test_a_policy_has_the_benchmarks_controls_of_what_it_stands_for() -> None:
    for policy in policies():
        wanted = {control for guid in policy.built_in for control in built_in_policies()[guid].controls}
        assert wanted <= set(policy.controls), policy.name


@pytest.mark.skipif(not FACTS.is_file(), reason="the list of built-in policies is not beside this clone")
def test_all_that_were_named_as_worth_meeting_are_there() -> None:
    text = FACTS.read_text(encoding="utf-8")
    section = text[text.index("Policies (B = in MCSB v1)") : text.index("## 4. Identity")]
    named = set(GUID.findall(section))
    assert len(named) == 40
    assert set(built_in_policies()) >= named
