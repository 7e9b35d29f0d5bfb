"""Fine-tuning jobs from PUT to their last state: what they leave, what they report, how they fail and are ended."""

import os

import pytest

from tests.local_azure.machinelearning.fine_tuning import (
    API_HOST,
    details,
    job_body,
    log_of,
    mlflow,
    reach,
    submit,
    upload_rows,
)
from tests.local_azure.machinelearning.running import PROJECT, STORAGE, RunningAzure

ARTIFACTS = "https://sttest.blob.core.windows.net/azureml/ExperimentRun"


def artifact(azure: RunningAzure, job: str, path: str) -> bytes:
    headers = {"x-ms-version": "2024-11-04", "Authorization": f"Bearer {azure.token(STORAGE)}"}
    return azure.http.get(f"{ARTIFACTS}/dcid.{job}/{path}", headers=headers).raise_for_status().content


def test_a_job_trains_and_registers_the_model_it_was_asked_for(azure: RunningAzure) -> None:
    submitted = submit(azure, "trains", model="first")
    assert submitted["properties"]["status"] == "NotStarted"
    assert reach(azure, "trains", "Completed")["status"] == "Completed"
    job = azure.get(f"{PROJECT}/jobs/trains")["properties"]
    assert (job["status"], job["outputs"]["registered_model"]["assetVersion"]) == ("Completed", "1")
    model = azure.get(f"{PROJECT}/models/first/versions/1")["properties"]
    assert model["jobName"] == "trains"
    assert model["modelUri"].endswith(
        "/workspaceartifactstore/paths/ExperimentRun/dcid.trains/outputs/registered_model"
    )
    assert artifact(azure, "trains", "outputs/registered_model/adapter/adapter_model.safetensors") == b"weights"
    assert b"base_model: quick" in artifact(azure, "trains", "outputs/registered_model/MLmodel")


def test_hyperparameters_reach_the_trainer_and_secrets_do_not(
    azure: RunningAzure, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AZURE_CLIENT_SECRET", "not for trainers")
    submit(azure, "hyperparameters")
    reach(azure, "hyperparameters", "Completed")
    summary = artifact(azure, "hyperparameters", "outputs/summary.json").decode()
    assert '"epochs": "2", "beginnings": 1, "learning_rate": "0.001", "batch_size": "4"' in summary
    assert "AZURE_CLIENT_SECRET" in os.environ
    assert "AZURE_CLIENT_SECRET" not in summary
    assert "HF_HUB_OFFLINE" in summary


def test_metrics_come_with_their_steps_and_parameters(azure: RunningAzure) -> None:
    submit(azure, "metrics")
    reach(azure, "metrics", "Completed")
    history = mlflow(azure, "metrics/get-history", run_id="metrics", metric_key="loss")["metrics"]
    assert [(point["step"], point["value"]) for point in history] == [(1, 4.0), (2, 2.0)]
    run = mlflow(azure, "runs/get", run_id="metrics")["run"]
    assert run["info"]["status"] == "FINISHED"
    assert {metric["key"]: metric["value"] for metric in run["data"]["metrics"]}["eval_loss"] == 1.5
    params = {param["key"]: param["value"] for param in run["data"]["params"]}
    assert (params["max_steps"], params["num_train_epochs"]) == ("2", "2")


def test_a_long_history_comes_in_pages(azure: RunningAzure) -> None:
    submit(azure, "pages")
    reach(azure, "pages", "Completed")
    asked = {"run_id": "pages", "metric_key": "loss", "max_results": "1"}
    first = mlflow(azure, "metrics/get-history", **asked)
    second = mlflow(azure, "metrics/get-history", **asked, page_token=first["next_page_token"])
    assert [page["metrics"][0]["step"] for page in (first, second)] == [1, 2]
    assert "next_page_token" not in second


def test_queue_time_can_be_told_from_run_time(azure: RunningAzure) -> None:
    submit(azure, "times")
    run = reach(azure, "times", "Completed")
    assert run["createdTimeUtc"] < run["startTimeUtc"] < run["endTimeUtc"]


def test_the_log_can_be_read_while_the_job_runs(azure: RunningAzure) -> None:
    submit(azure, "log", test="wait")
    reach(azure, "log", "Running")
    run = azure.poll(
        lambda: details(azure, "log"), lambda run: "training on" in log_of(azure, run) if run["logFiles"] else False
    )
    assert "the environment is there" in log_of(azure, run)
    assert "training on 18 rows, validating on 2" in log_of(azure, run)
    azure.call("POST", f"{PROJECT}/jobs/log/cancel")
    reach(azure, "log", "Canceled")


def test_a_trainer_that_crashes_fails_the_job_with_the_last_lines_of_its_log(azure: RunningAzure) -> None:
    submit(azure, "crashes", test="crash", model="never")
    run = reach(azure, "crashes", "Failed")
    error = run["error"]["error"]
    assert error["code"] == "UserError"
    assert "exited with status code 3" in error["message"]
    assert error["message"].endswith("ValueError: the rows are no good")
    assert "ValueError: the rows are no good" in log_of(azure, run)
    assert azure.call("GET", f"{PROJECT}/models/never").status_code == 404


def test_one_job_runs_and_the_next_waits_until_it_is_canceled(azure: RunningAzure) -> None:
    submit(azure, "runs", test="wait")
    reach(azure, "runs", "Running")
    submit(azure, "waits")
    assert reach(azure, "waits", "Queued")["status"] == "Queued"
    answer = azure.call("POST", f"{PROJECT}/jobs/runs/cancel")
    assert answer.status_code == 202
    azure.finish(answer)
    assert details(azure, "runs")["status"] == "Canceled"
    assert reach(azure, "waits", "Completed")["status"] == "Completed"


def test_a_job_that_has_ended_cannot_be_canceled(azure: RunningAzure) -> None:
    submit(azure, "ended")
    reach(azure, "ended", "Completed")
    answer = azure.call("POST", f"{PROJECT}/jobs/ended/cancel")
    assert answer.status_code == 400
    assert "Completed" in answer.json()["error"]["message"]


def test_the_same_job_again_changes_nothing_and_another_one_of_its_name_is_refused(azure: RunningAzure) -> None:
    body = job_body(upload_rows(azure, "rows/again.jsonl"))
    azure.call("PUT", f"{PROJECT}/jobs/again", body).raise_for_status()
    reach(azure, "again", "Completed")
    assert azure.call("PUT", f"{PROJECT}/jobs/again", body).status_code == 200
    assert details(azure, "again")["status"] == "Completed"
    other = job_body(upload_rows(azure, "rows/other.jsonl"))
    assert azure.call("PUT", f"{PROJECT}/jobs/again", other).status_code == 409


def test_tags_can_be_changed_by_the_run_history(azure: RunningAzure) -> None:
    submit(azure, "tagged")
    url = f"{API_HOST}/history/v1.0{PROJECT}/experiments/Default/runs/tagged"
    assert azure.call("PATCH", url, {"tags": {"kept": "yes"}}).json()["tags"] == {"kept": "yes"}
    assert azure.get(f"{PROJECT}/jobs/tagged")["properties"]["tags"] == {"kept": "yes"}


def test_jobs_are_listed_newest_first_without_the_archived(azure: RunningAzure) -> None:
    body = job_body(upload_rows(azure, "rows/listed.jsonl"))
    for name in ("older", "newer", "archived"):
        body["properties"]["isArchived"] = name == "archived"
        azure.call("PUT", f"{PROJECT}/jobs/{name}", body).raise_for_status()
    listed = [job["name"] for job in azure.get(f"{PROJECT}/jobs?listViewType=ActiveOnly")["value"]]
    assert listed.index("newer") < listed.index("older")
    assert "archived" not in listed


def test_a_job_that_is_put_back_as_it_was_read_can_be_archived_and_renamed(azure: RunningAzure) -> None:
    submit(azure, "put-back")
    reach(azure, "put-back", "Completed")
    body = azure.get(f"{PROJECT}/jobs/put-back")
    body["properties"] |= {"isArchived": True, "displayName": "Put back"}
    azure.call("PUT", f"{PROJECT}/jobs/put-back", body).raise_for_status()
    changed = azure.get(f"{PROJECT}/jobs/put-back")["properties"]
    assert (changed["isArchived"], changed["displayName"], changed["status"]) == (True, "Put back", "Completed")


def test_a_deleted_job_is_gone_with_its_process_and_its_metrics(azure: RunningAzure) -> None:
    submit(azure, "deleted", test="wait")
    reach(azure, "deleted", "Running")
    azure.delete(f"{PROJECT}/jobs/deleted")
    assert azure.call("GET", f"{PROJECT}/jobs/deleted").status_code == 404
    assert not list((azure.directory / "jobs").glob("deleted-*"))
