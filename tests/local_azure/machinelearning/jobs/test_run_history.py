"""The regional data plane turns away whom and what it must, each in its own words."""

import pytest

from local_azure.tokens import Principal
from tests.local_azure.machinelearning.fine_tuning import API_HOST, reach, submit
from tests.local_azure.machinelearning.running import ARM, PROJECT, RunningAzure

DETAILS = f"/history/v1.0{PROJECT}/runs/nobody/details"
MLFLOW = f"/mlflow/v1.0{PROJECT}/api/2.0/mlflow"


def test_a_run_that_is_not_there_is_not_found(azure: RunningAzure) -> None:
    answer = azure.call("GET", f"{API_HOST}{DETAILS}")
    assert (answer.status_code, answer.json()["error"]["message"]) == (404, "Run nobody was not found.")


def test_mlflow_says_it_in_its_own_shape(azure: RunningAzure) -> None:
    answer = azure.call("GET", f"{API_HOST}{MLFLOW}/runs/get?run_id=nobody")
    assert (answer.status_code, answer.json()["error_code"]) == (404, "RESOURCE_DOES_NOT_EXIST")


def test_another_region_names_the_right_one(azure: RunningAzure) -> None:
    answer = azure.call("GET", f"https://westus3.api.azureml.ms{DETAILS}")
    assert answer.status_code == 421
    assert "https://eastus2.api.azureml.ms" in answer.json()["error"]["message"]


@pytest.mark.parametrize("path", [DETAILS, f"{MLFLOW}/runs/get?run_id=nobody"])
def test_nobody_reads_runs_without_a_token_or_a_role(azure: RunningAzure, path: str) -> None:
    assert azure.http.get(f"{API_HOST}{path}").status_code == 401
    stranger = Principal("5ca1ab1e-0000-4000-8000-0000000000ba", "5ca1ab1e-0000-4000-8000-0000000000bb", "stranger")
    azure.platform.tokens.register(stranger)
    headers = {"Authorization": f"Bearer {azure.platform.tokens.issue(stranger, ARM)}"}
    assert azure.http.get(f"{API_HOST}{path}", headers=headers).status_code == 403


def test_runs_are_searched_by_experiment(azure: RunningAzure) -> None:
    submit(azure, "searched")
    reach(azure, "searched", "Completed")
    found = azure.call("POST", f"{API_HOST}{MLFLOW}/runs/search", {"experiment_ids": ["Default"], "max_results": 1})
    assert len(found.json()["runs"]) == 1
    none = azure.call("POST", f"{API_HOST}{MLFLOW}/runs/search", {"experiment_ids": ["another"]})
    assert none.json()["runs"] == []
    refused = azure.call("POST", f"{API_HOST}{MLFLOW}/runs/search", {"filter": "metrics.loss < 1"})
    assert refused.json()["error_code"] == "INVALID_PARAMETER_VALUE"


def test_what_is_written_of_a_run_shows_in_its_job(azure: RunningAzure) -> None:
    job = f"{PROJECT}/jobs/renamed"
    submit(azure, "renamed")
    reach(azure, "renamed", "Completed")
    for sent in (
        {"displayName": "Renamed", "description": "said", "tags": {"a": "1"}, "properties": {"p": "1"}},
        {"displayName": None, "tags": {"b": "2"}, "properties": {"q": "2"}},
    ):
        run = azure.call("PATCH", f"{API_HOST}/history/v1.0{PROJECT}/experiments/Default/runs/renamed", sent)
        run.raise_for_status()
    properties = azure.get(job)["properties"]
    assert (properties["displayName"], properties["description"]) == ("Renamed", "said")
    assert (properties["tags"], properties["properties"]) == ({"a": "1", "b": "2"}, {"p": "1", "q": "2"})
    assert (run.json()["name"], run.json()["properties"]) == ("Renamed", {"p": "1", "q": "2"})


def test_a_hidden_run_is_an_archived_job(azure: RunningAzure) -> None:
    submit(azure, "hidden")
    reach(azure, "hidden", "Completed")

    def listed() -> bool:
        return "hidden" in [each["name"] for each in azure.get(f"{PROJECT}/jobs?listViewType=ActiveOnly")["value"]]

    for hidden in (True, False):
        url = f"{API_HOST}/history/v1.0{PROJECT}/experiments/Default/runs/hidden"
        assert azure.call("PATCH", url, {"hidden": hidden}).json()["hidden"] is hidden
        assert listed() is not hidden
