"""The real engine asks the pack: a stack changed for the worse is refused before anything is there, with the reason."""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from local_azure.environment import client_environment
from tests.local_azure.running import LocalAzure, group_id
from toolchain.paths import pulumi_executable, root
from toolchain.stack_runs.project import write_project

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

STACK = "gpt4o-local"
FILTER_OFF = {"tunestack:openai": {"capacity": 50, "content_filter": {"off": True}}}
POLICY = "cognitive-services-content-filter"


@dataclass(frozen=True)
class Project:
    """The shipped program in a folder of its own, against a local Azure, with the pack named by the environment."""

    folder: Path
    environment: dict[str, str]

    def configure(self, changes: dict[str, Any]) -> None:
        """Writes the stack's shipped settings with some changed."""
        write_project(root(), self.folder, STACK)
        file = self.folder / "stacks" / f"Pulumi.{STACK}.yaml"
        settings = yaml.safe_load(file.read_text(encoding="utf-8"))
        settings["config"] |= changes
        file.write_text(yaml.safe_dump(settings), encoding="utf-8")

    def pulumi(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs a command and gives its end."""
        return subprocess.run(
            [str(pulumi_executable(root())), *arguments, "--non-interactive", "--color", "never"],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )


@pytest.fixture(scope="module")
def azure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAzure]:
    with LocalAzure(tmp_path_factory.mktemp("azure")) as running:
        yield running


@pytest.fixture
def project(azure: LocalAzure, tmp_path: Path) -> Iterator[Project]:
    pack = root() / "policies"
    changes = client_environment(
        azure.directory, root=root(), instance=azure.instance, inherited=os.environ, policy_pack=pack
    )
    made = Project(tmp_path, changes.applied_to(os.environ))
    made.configure({})
    begun = made.pulumi("stack", "init", STACK)
    assert begun.returncode == 0, begun.stdout
    yield made
    made.pulumi("stack", "rm", "--yes", "--force", STACK)


def test_a_stack_changed_for_the_worse_is_refused_before_anything_is_there(project: Project, azure: LocalAzure) -> None:
    project.configure(FILTER_OFF | {"tunestack:environment": "prod"})
    refused = project.pulumi("up", "--yes", "--stack", STACK)
    assert refused.returncode != 0
    assert f"- [mandatory] [severity: critical]  {POLICY}  (azure-native:cognitiveservices:RaiPolicy" in refused.stdout
    assert "the filter Hate of Prompt isn't enabled. Fix: leave tunestack:openai.content_filter out" in refused.stdout
    assert "- [mandatory] [severity: medium]  protection-budget  (pulumi:pulumi:Stack: tunestack-" in refused.stdout
    assert azure.call("GET", group_id("rg-tunestack-gpt4o-prod")).status_code == 404


def test_a_stack_may_be_told_instead_and_the_shipped_one_passes(project: Project) -> None:
    shipped = project.pulumi("preview", "--stack", STACK)
    assert shipped.returncode == 0, shipped.stdout
    assert "✅ tunestack@v0.1.0" in shipped.stdout
    project.configure(FILTER_OFF | {"policies:levels": {POLICY: "advisory"}})
    told = project.pulumi("preview", "--stack", STACK)
    assert told.returncode == 0, told.stdout
    assert f"- [advisory] [severity: critical]  {POLICY}" in told.stdout


def test_exceptions_that_are_none_end_the_command_with_the_reason(project: Project) -> None:
    project.configure({"policies:levels": {"content-filter": "advisory"}})
    refused = project.pulumi("preview", "--stack", STACK)
    assert refused.returncode != 0
    assert "policies:levels names content-filter, which is no policy; see docs/policies.md" in refused.stdout
