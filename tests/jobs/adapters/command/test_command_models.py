"""Models of command jobs: registered once, after the job has succeeded."""

from jobs.adapters.command.models import CommandModels
from tests.jobs.adapters.command.workspace_in_memory import MemoryRest, workspace_in_memory


def models_of(status: str) -> tuple[CommandModels, MemoryRest]:
    workspace, rest, _, _ = workspace_in_memory()
    rest.resources["/jobs/style-1"] = {"name": "style-1", "properties": {"status": status, "jobType": "Command"}}
    return CommandModels(workspace), rest


def test_a_finished_jobs_output_is_registered_under_its_name_and_says_which_job_made_it() -> None:
    models, rest = models_of("Completed")
    made = models.made_by("style-1", "tuned")
    assert made is not None
    assert (made.name, made.version, made.job) == ("tuned", "1", "style-1")
    assert made.serving_id.endswith("/workspaces/workspace-test/models/tuned/versions/1")
    properties = rest.resources["/models/tuned/versions/1"]["properties"]
    assert properties["modelUri"] == "azureml://jobs/style-1/outputs/model"
    assert properties["tags"] == {"owner": "somebody", "job": "style-1"}


def test_it_is_registered_once() -> None:
    models, rest = models_of("Completed")
    assert models.made_by("style-1", "tuned") == models.made_by("style-1", "tuned")
    assert rest.calls == ["PUT /models/tuned/versions/1"]


def test_the_next_version_follows_the_one_before() -> None:
    models, rest = models_of("Completed")
    rest.resources["/models/tuned"] = {"name": "tuned", "properties": {"nextVersion": "7"}}
    made = models.made_by("style-1", "tuned")
    assert made is not None
    assert made.version == "7"


def test_nothing_is_registered_of_a_job_that_has_not_succeeded() -> None:
    for status in ("Running", "Failed", "Canceled"):
        models, rest = models_of(status)
        assert models.made_by("style-1", "tuned") is None
        assert rest.calls == []


def test_all_versions_are_listed_and_deleted_one_by_one() -> None:
    models, rest = models_of("Completed")
    made = models.made_by("style-1", "tuned")
    rest.resources["/models/tuned"] = {"name": "tuned", "properties": {"nextVersion": "2"}}
    assert models.list() == [made]
    assert made is not None
    models.delete(made)
    assert models.list() == []
