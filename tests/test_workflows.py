"""The pipeline's workflows: pinned actions, no stored secret, and nothing that can't be run on a laptop."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted((ROOT / ".github").rglob("*.yml"))
TARGETS = set(re.findall(r"^([a-z][a-z ]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))
PINNED = re.compile(r"(\./\.github/.+|[\w.-]+/[\w.-]+@[0-9a-f]{40})")


def steps(document: dict[str, Any]) -> list[dict[str, Any]]:
    jobs = document.get("jobs", {}).values()
    return [step for job in (*jobs, document.get("runs", {})) for step in job.get("steps", [])]


def load(file: Path) -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return document


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_actions_are_pinned_to_a_commit(file: Path) -> None:
    document = load(file)
    used = [step["uses"] for step in steps(document) if "uses" in step]
    used += [job["uses"] for job in document.get("jobs", {}).values() if "uses" in job]
    assert [one for one in used if not PINNED.fullmatch(one)] == []


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_no_secret_is_stored(file: Path) -> None:
    assert "secrets." not in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_what_a_run_step_takes_from_outside_comes_by_environment_variable(file: Path) -> None:
    scripts = [step["run"] for step in steps(load(file)) if "run" in step]
    assert [script for script in scripts if "${{" in script] == []


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_each_step_that_works_on_the_project_is_a_make_target(file: Path) -> None:
    names = {word for targets in TARGETS for word in targets.split()}
    called = [line for step in steps(load(file)) for line in re.findall(r"^make (\S+)", step.get("run", ""), re.M)]
    assert [target for target in called if target.strip('"') not in names | {"$STEP"}] == []


def test_the_step_that_is_chosen_by_name_is_a_make_target() -> None:
    names = {word for targets in TARGETS for word in targets.split()}
    chosen = {
        job["with"]["step"]
        for file in WORKFLOWS
        for job in load(file).get("jobs", {}).values()
        if "with" in job and "step" in job["with"]
    }
    assert chosen == {"up", "drift", "destroy"}
    assert chosen <= names


@pytest.mark.parametrize("file", [file for file in WORKFLOWS if "workflows" in file.parts], ids=lambda file: file.name)
def test_a_workflow_may_read_the_repository_and_no_more_unless_a_job_says_so(file: Path) -> None:
    permissions = load(file)["permissions"]
    assert permissions["contents"] == "read"
    assert set(permissions) <= {"contents", "id-token"}


def test_what_is_deployed_is_evaluated_again_on_a_schedule_by_an_identity_of_its_own() -> None:
    document = load(ROOT / ".github" / "workflows" / "evaluate.yml")
    triggers = {str(key): value for key, value in document.items()}["True"]  # YAML reads the key `on` as true
    assert triggers["schedule"]
    (job,) = document["jobs"].values()
    assert job["environment"] == "evaluate"
    assert job["permissions"] == {"contents": "read", "id-token": "write"}
    target = (ROOT / "Makefile").read_text(encoding="utf-8").split("evaluate: setup", 1)[1]
    assert "--again" in target.split("clean:")[0]
