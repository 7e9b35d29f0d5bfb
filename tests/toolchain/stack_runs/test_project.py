"""The clone's project is lent to another folder with a copy of a stack's settings; the clone stays as it is."""

from pathlib import Path

import yaml

from local_azure.identity import SUBSCRIPTION_ID
from toolchain.paths import root
from toolchain.stack_runs.project import stack_names, write_project


def test_all_shipped_stacks_are_named_with_production_last() -> None:
    names = stack_names(root())
    assert "phi3-local" in names
    assert names[-1].endswith("-prod")
    assert len(names) == len(list((root() / "stacks").glob("Pulumi.*.yaml")))


def test_the_copy_belongs_to_the_local_subscription_and_is_otherwise_as_shipped(tmp_path: Path) -> None:
    write_project(root(), tmp_path, "phi3-prod")
    copied = yaml.safe_load((tmp_path / "stacks" / "Pulumi.phi3-prod.yaml").read_text())["config"]
    shipped = yaml.safe_load((root() / "stacks" / "Pulumi.phi3-prod.yaml").read_text())["config"]
    assert copied == shipped | {"tunestack:subscription_id": SUBSCRIPTION_ID}


def test_the_project_leads_to_the_clones_program_and_plugin(tmp_path: Path) -> None:
    write_project(root(), tmp_path, "phi3-prod")
    project = yaml.safe_load((tmp_path / "Pulumi.yaml").read_text())
    assert project["main"] == str(root() / "stacks")
    assert project["plugins"]["providers"][0]["path"] == str(root() / "infra" / "provider")
