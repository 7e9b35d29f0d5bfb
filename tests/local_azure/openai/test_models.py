"""Models: those of the catalogue and tuned ones, deployed by ARM and deleted in order."""

from tests.local_azure.openai.client import Account, chats, error


def tuned(account: Account) -> dict[str, str]:
    job = account.ended(account.start_job(training_file=account.upload(chats())["id"]))
    assert job["status"] == "succeeded", job["error"]
    return job


def test_tuned_models_stand_beside_those_of_the_catalogue(account: Account) -> None:
    name = tuned(account)["fine_tuned_model"]
    listed = {each["id"]: each for each in account.call("GET", "/models").json()["data"]}
    assert listed["gpt-4o-2024-08-06"]["capabilities"]["fine_tune"] is True
    assert listed[name]["model"] == "gpt-4o-2024-08-06"
    assert account.call("GET", f"/models/{name}").json() == listed[name]
    assert error(account.call("GET", "/models/gpt-none")) == (404, "resourceNotFound")


def test_a_tuned_model_is_deployed_answers_and_is_deleted_after_its_deployment(account: Account) -> None:
    name = tuned(account)["fine_tuned_model"]
    account.deploy("tuned", name)
    assert account.chat("tuned").json()["model"] == f"quick+{name}"
    assert error(account.call("DELETE", f"/models/{name}")) == (409, "conflict")
    account.azure.delete(f"{account.id}/deployments/tuned")
    assert account.call("DELETE", f"/models/{name}").json()["deleted"] is True
    assert error(account.call("GET", f"/models/{name}")) == (404, "resourceNotFound")
    body = {
        "sku": {"name": "GlobalStandard", "capacity": 1},
        "properties": {"model": {"format": "OpenAI", "name": name}},
    }
    assert error(account.azure.call("PUT", f"{account.id}/deployments/again", body))[1] == "DeploymentModelNotSupported"


def test_a_checkpoint_is_deployed_like_a_model(account: Account) -> None:
    job = tuned(account)
    found = account.call("GET", f"/fine_tuning/jobs/{job['id']}/checkpoints").json()["data"]
    name = found[-1]["fine_tuned_model_checkpoint"]
    account.deploy("early", name)
    assert account.chat("early").json()["model"] == f"quick+{name}"


def test_base_models_and_others_models_can_not_be_deleted(account: Account) -> None:
    assert error(account.call("DELETE", "/models/gpt-4o-2024-08-06")) == (403, "forbidden")
    assert error(account.call("DELETE", "/models/gpt-4o-2024-08-06.ft-0")) == (404, "resourceNotFound")


def test_more_models_answer_than_the_model_server_holds_at_once(account: Account) -> None:
    names = [tuned(account)["fine_tuned_model"] for _ in range(5)]
    for number, name in enumerate(names):
        account.deploy(f"tuned-{number}", name, capacity=10)
    for _ in range(2):
        answered = [account.chat(f"tuned-{number}").json()["model"] for number in range(5)]
        assert answered == [f"quick+{name}" for name in names]


def test_an_account_deploys_so_many_tuned_models_and_no_more(account: Account) -> None:
    name = tuned(account)["fine_tuned_model"]
    for number in range(10):
        account.deploy(f"tuned-{number}", name, capacity=1)
    model = {"format": "OpenAI", "name": name, "version": "1"}
    body = {"sku": {"name": "GlobalStandard", "capacity": 1}, "properties": {"model": model}}
    assert error(account.azure.call("PUT", f"{account.id}/deployments/eleventh", body)) == (400, "QuotaExceeded")
    account.deploy("base", capacity=1)
