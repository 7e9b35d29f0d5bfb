"""Fine-tuning jobs of Azure OpenAI: refused, run, paused, cancelled, and gone on with after a restart."""

import datetime as dt
import json
import threading
import time
from collections.abc import Callable

import pytest

from local_azure.identity import SUBSCRIPTION_SCOPE
from local_azure.openai.jobs.records import JobRecords
from tests.local_azure.openai.client import Account, chats, error, make_account
from tests.local_azure.openai.conftest import GROUP
from tests.local_azure.running import LocalAzure

JOBS = "/fine_tuning/jobs"


def test_a_job_ends_with_a_model_checkpoints_and_results(account: Account) -> None:
    train, validation = account.upload(chats()), account.upload(chats(2))
    hyperparameters = {"n_epochs": 4, "batch_size": 2, "learning_rate_multiplier": 0.5}
    method = {"type": "supervised", "supervised": {"hyperparameters": hyperparameters}}
    asked = {"training_file": train["id"], "validation_file": validation["id"], "suffix": "ft-travel", "seed": 7}
    job = account.ended(account.start_job(**asked, method=method))
    assert job["status"] == "succeeded", job["error"]
    digits = job["id"].removeprefix("ftjob-")
    assert job["fine_tuned_model"] == f"gpt-4o-2024-08-06.ft-{digits}-ft-travel"
    assert job["method"]["supervised"]["hyperparameters"] == hyperparameters
    assert job["trained_tokens"] > 0
    found = account.call("GET", f"{JOBS}/{job['id']}/checkpoints").json()["data"]
    assert [each["step_number"] for each in found] == [4, 3, 2]
    assert found[0]["metrics"]["full_valid_loss"] == 1.25
    results = account.call("GET", f"/files/{job['result_files'][0]}/content").text.splitlines()
    assert results[0].startswith("step,train_loss,train_mean_token_accuracy,valid_loss")
    assert results[2].split(",")[:2] == ["2", "2.0"]


def test_a_job_goes_on_from_a_tuned_model_of_the_account(account: Account) -> None:
    file = account.upload(chats())["id"]
    first = account.ended(account.start_job(training_file=file, suffix="one"))["fine_tuned_model"]
    second = account.ended(account.start_job(training_file=file, model=first, suffix="two"))
    assert (second["status"], second["model"]) == ("succeeded", first)
    assert second["fine_tuned_model"].startswith("gpt-4o-2024-08-06.ft-")
    models = account.azure.directory / "openai" / "models"
    told = [
        json.loads((models / name / "adapter_config.json").read_text())["told"]["start_from"]
        for name in (first, second["fine_tuned_model"])
    ]
    assert told[0] == "None"
    assert told[1].endswith(f"{second['id']}/start")
    strange = {"model": first.replace("one", "none"), "training_file": file}
    assert error(account.call("POST", JOBS, strange)) == (400, "invalidModel")


def test_a_job_says_how_it_goes_on_in_pages(account: Account) -> None:
    job = account.ended(account.start_job(training_file=account.upload(chats())["id"]))
    said = account.messages(job)
    assert said[0].startswith("Created fine-tuning job")
    assert "Training started." in said
    assert "Step 3/3: training loss=1.3333" in said
    assert said[-1] == "Job succeeded."
    first = account.call("GET", f"{JOBS}/{job['id']}/events", params={"limit": "2"}).json()
    assert first["has_more"] is True
    after = {"limit": "100", "after": first["last_id"]}
    rest = account.call("GET", f"{JOBS}/{job['id']}/events", params=after).json()
    assert len(rest["data"]) == len(said) - 2
    assert rest["has_more"] is False


def test_what_is_left_to_azure_is_filled_in(account: Account) -> None:
    file = account.upload(chats())
    job = account.ended(account.start_job(training_file=file["id"], hyperparameters={"n_epochs": 2}))
    assert job["hyperparameters"] == {"n_epochs": 2, "batch_size": 1, "learning_rate_multiplier": 1.0}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"model": "gpt-99"}, "invalidModel"),
        ({"suffix": "x" * 41}, "invalidPayload"),
        ({"suffix": "white space"}, "invalidPayload"),
        ({"seed": -1}, "invalidPayload"),
        ({"training_file": "file-none"}, "invalidPayload"),
        ({"hyperparameters": {"n_epochs": 0}}, None),
        ({"hyperparameters": {"beta": 0.1}}, None),
        ({"trainingType": "Cheap"}, None),
        ({"model": "gpt-4o-mini-2024-07-18"}, "modelNotAvailable"),  # not in East US 2 by the tier Standard
        ({"model": "gpt-4o-mini", "trainingType": "GlobalStandard", "method": {"type": "dpo"}}, None),
        ({"flavour": "salty"}, None),
    ],
)
def test_a_job_that_azure_would_not_take_is_refused_before_it_exists(
    account: Account, body: dict[str, object], code: str | None
) -> None:
    file = account.upload(chats())
    answer = account.call("POST", JOBS, {"model": "gpt-4o", "training_file": file["id"], **body})
    assert error(answer) == (400, code)
    assert account.call("GET", JOBS).json()["data"] == []


def test_another_tier_trains_where_the_standard_one_does_not(account: Account) -> None:
    file = account.upload(chats())
    body = {"model": "gpt-4o-mini", "training_file": file["id"], "trainingType": "globalStandard"}
    job = account.ended(account.start_job(**body))
    assert job["fine_tuned_model"].startswith("gpt-4o-mini-2024-07-18.ft-")


@pytest.mark.parametrize(
    ("rows", "method", "why"),
    [
        (chats(9), "supervised", "fewer than the 10"),
        (chats(10), "dpo", "pairs of preferred"),
        (chats(10, first="crash"), "supervised", "the rows are no good"),
    ],
)
def test_a_job_that_can_not_go_on_fails_and_says_why(account: Account, rows: str, method: str, why: str) -> None:
    file = account.upload(rows)
    job = account.ended(account.start_job(training_file=file["id"], method={"type": method}))
    assert job["status"] == "failed"
    assert why in job["error"]["message"]
    assert job["fine_tuned_model"] is None


def test_pairs_of_answers_are_trained_by_dpo(account: Account) -> None:
    row = (
        '{"input": {"messages": [{"role": "user", "content": "Hi"}]}, '
        '"preferred_output": [{"role": "assistant", "content": "Hello!"}], '
        '"non_preferred_output": [{"role": "assistant", "content": "What."}]}\n'
    )
    file = account.upload(row * 10)
    job = account.ended(account.start_job(training_file=file["id"], method={"type": "dpo"}))
    assert job["status"] == "succeeded", job["error"]
    assert job["method"]["dpo"]["hyperparameters"]["beta"] == 0.1


def test_a_cancelled_job_has_ended(account: Account) -> None:
    job = account.start_job(training_file=account.upload(chats(first="wait"))["id"])
    account.reach(job, "running")
    assert account.call("POST", f"{JOBS}/{job['id']}/cancel").json()["status"] == "cancelled"
    assert error(account.call("POST", f"{JOBS}/{job['id']}/cancel")) == (400, "invalidJobState")
    assert account.call("DELETE", f"{JOBS}/{job['id']}").json()["deleted"] is True
    assert error(account.call("GET", f"{JOBS}/{job['id']}")) == (404, "resourceNotFound")


def test_a_paused_job_leaves_a_checkpoint_and_goes_on_from_it(account: Account) -> None:
    job = account.start_job(training_file=account.upload(chats(first="wait"))["id"])
    account.wait(f"{JOBS}/{job['id']}/checkpoints", lambda found: bool(found["data"]))
    assert account.call("POST", f"{JOBS}/{job['id']}/pause").json()["status"] == "paused"
    assert error(account.call("POST", f"{JOBS}/{job['id']}/pause")) == (400, "invalidJobState")
    steps = [each["step_number"] for each in account.call("GET", f"{JOBS}/{job['id']}/checkpoints").json()["data"]]
    assert steps == [1]
    assert account.call("POST", f"{JOBS}/{job['id']}/resume").json()["status"] == "queued"
    assert account.ended(job)["status"] == "succeeded"
    assert sum(message.startswith("Step 1/") for message in account.messages(job)) == 1


def test_jobs_wait_for_each_other_and_only_so_many_wait(account: Account) -> None:
    waiting, file = account.upload(chats(first="wait")), account.upload(chats())
    first = account.start_job(training_file=waiting["id"])
    account.reach(first, "running")
    second = account.start_job(training_file=file["id"])
    account.reach(second, "queued")
    assert account.call("GET", f"{JOBS}/{second['id']}", dated=True).json()["status"] == "pending"
    for _ in range(19):
        account.start_job(training_file=file["id"])
    body = {"model": "gpt-4o", "training_file": file["id"]}
    assert error(account.call("POST", JOBS, body)) == (400, "quotaExceeded")
    jobs = account.call("GET", JOBS, params={"limit": "100"}).json()["data"]
    for job in jobs:
        account.call("POST", f"{JOBS}/{job['id']}/cancel").raise_for_status()


def test_jobs_and_files_survive_a_restart(start: Callable[[], LocalAzure]) -> None:
    with start() as azure:
        azure.register_all()
        azure.put(GROUP, {"location": "eastus2"})
        account = make_account(azure, GROUP)
        job = account.start_job(training_file=account.upload(chats(first="wait"))["id"])
        account.wait(f"{JOBS}/{job['id']}/checkpoints", lambda found: bool(found["data"]))
    with start() as azure:
        again = Account(azure, account.id, account.name)
        assert again.ended(job)["status"] == "succeeded"
        assert again.messages(job).count("Training started.") == 2
        assert again.call("GET", f"/files/{job['training_file']}").status_code == 200


def test_a_model_is_tuned_only_as_long_as_the_catalogue_allows(start: Callable[[], LocalAzure]) -> None:
    azure = start()
    azure.options = azure.options.model_copy(update={"catalogue_date": dt.date(2027, 5, 1)})
    with azure:
        azure.register_all()
        azure.put(GROUP, {"location": "eastus2"})
        account = make_account(azure, GROUP)
        file = account.upload(chats())
        answer = account.call("POST", JOBS, {"model": "gpt-4o", "training_file": file["id"]})
        assert error(answer) == (400, "modelNotAvailable")
        assert "2027-04-01" in answer.json()["error"]["message"]


def test_a_job_ends_with_its_account_and_what_is_left_goes_with_the_next_start(start: Callable[[], LocalAzure]) -> None:
    with start() as azure:
        azure.register_all()
        azure.put(GROUP, {"location": "eastus2"})
        account = make_account(azure, GROUP)
        job = account.start_job(training_file=account.upload(chats(first="wait"))["id"])
        account.reach(job, "running")
        azure.delete(account.id)
        folder = azure.directory / "openai"
        deadline = time.monotonic() + 300
        records = JobRecords(azure.platform)
        while not records.all()[0].has_ended:
            assert time.monotonic() < deadline
            threading.Event().wait(0.03)
        place = f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.CognitiveServices/locations/eastus2"
        purged = f"{place}/resourceGroups/rg-openai/deletedAccounts/{account.name}"
        azure.finish(azure.call("DELETE", purged).raise_for_status())
    assert list((folder / "files").iterdir())
    with start() as azure:
        assert JobRecords(azure.platform).all() == []
        assert [*(folder / "files").iterdir(), *(folder / "jobs").iterdir()] == []
