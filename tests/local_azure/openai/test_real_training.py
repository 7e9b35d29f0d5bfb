"""The project's own trainer and model server behind Azure OpenAI, on tiny random weights: the whole journey."""

from collections.abc import Iterator

import pytest

from local_azure.options import Options
from tests import prepared
from tests.local_azure.openai.client import Account, chats, error, make_account
from tests.local_azure.openai.conftest import GROUP
from tests.local_azure.openai.test_chat import events, said
from tests.local_azure.running import LocalAzure

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
JOBS = "/fine_tuning/jobs"
PAIR = (
    '{"input": {"messages": [{"role": "user", "content": "Hi %d"}]}, '
    '"preferred_output": [{"role": "assistant", "content": "Hello! Where would you like to go?"}], '
    '"non_preferred_output": [{"role": "assistant", "content": "I book hotels."}]}\n'
)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    prepared.training_python()
    options = Options(weights="tiny-random", retry_after_ms=10)
    with LocalAzure(tmp_path_factory.mktemp("azure"), options=options) as azure:
        azure.register_all()
        azure.put(GROUP, {"location": "eastus2"})
        yield make_account(azure, GROUP)


def test_rows_become_a_model_that_answers_and_is_taken_down_in_order(real: Account) -> None:
    train, validation = real.upload(chats(24)), real.upload(chats(4))
    asked = {"training_file": train["id"], "validation_file": validation["id"], "suffix": "ft-travel", "seed": 7}
    hyperparameters = {"n_epochs": 4, "batch_size": 4, "learning_rate_multiplier": 2}
    method = {"type": "supervised", "supervised": {"hyperparameters": hyperparameters}}
    job = real.ended(real.start_job(**asked, method=method))
    assert job["status"] == "succeeded", job["error"]
    found = real.call("GET", f"{JOBS}/{job['id']}/checkpoints").json()["data"]
    assert [each["step_number"] for each in found] == [24, 18, 12]
    assert found[0]["metrics"]["full_valid_loss"] < found[-1]["metrics"]["full_valid_loss"]
    assert any(message.startswith("Step 24/24: training loss=") for message in real.messages(job))
    results = real.call("GET", f"/files/{job['result_files'][0]}/content").text.splitlines()
    assert len(results) == 25

    name = job["fine_tuned_model"]
    real.deploy("base")
    real.deploy("tuned", name, capacity=10)
    bodies = [real.chat(each, max_tokens=8, temperature=0).json() for each in ("base", "tuned")]
    assert [body["model"] for body in bodies] == ["tiny-random", f"tiny-random+{name}"]
    answer, again = (body["choices"][0]["message"]["content"] for body in bodies)
    assert answer != again
    chunks = events(real.chat("tuned", max_tokens=8, temperature=0, stream=True).text)
    assert said(chunks) == again

    assert error(real.call("DELETE", f"/models/{name}")) == (409, "conflict")
    real.azure.delete(f"{real.id}/deployments/tuned")
    real.azure.delete(f"{real.id}/deployments/base")
    assert real.call("DELETE", f"/models/{name}").json()["deleted"] is True
    for file in (train, validation):
        assert real.call("DELETE", f"/files/{file['id']}").json()["deleted"] is True


def test_a_job_that_was_paused_goes_on_from_its_checkpoint(real: Account) -> None:
    file = real.upload(chats(40))
    hyperparameters = {"n_epochs": 10, "batch_size": 1, "learning_rate_multiplier": 1}
    job = real.start_job(training_file=file["id"], hyperparameters=hyperparameters)
    events_of = f"{JOBS}/{job['id']}/events"
    real.wait(events_of, lambda found: any(event["type"] == "metrics" for event in found["data"]))
    assert real.call("POST", f"{JOBS}/{job['id']}/pause").json()["status"] == "paused"
    paused_at = real.call("GET", f"{JOBS}/{job['id']}/checkpoints").json()["data"][0]["step_number"]
    assert 0 < paused_at < 400
    real.call("POST", f"{JOBS}/{job['id']}/resume").raise_for_status()
    assert real.ended(job)["status"] == "succeeded"


def test_pairs_are_learnt_to_a_model_that_prefers_as_they_do(real: Account) -> None:
    train, validation = (real.upload("".join(PAIR % each for each in which)) for which in (range(12), range(20, 23)))
    hyperparameters = {"n_epochs": 2, "batch_size": 4, "learning_rate_multiplier": 5, "beta": 0.5}
    method = {"type": "dpo", "dpo": {"hyperparameters": hyperparameters}}
    job = real.ended(real.start_job(training_file=train["id"], validation_file=validation["id"], method=method))
    assert job["status"] == "succeeded", job["error"]
    found = real.call("GET", f"{JOBS}/{job['id']}/checkpoints").json()["data"]
    assert [each["step_number"] for each in found] == [6, 3]
    # The base model prefers neither: its loss is log 2.
    assert found[0]["metrics"]["full_valid_loss"] < found[1]["metrics"]["full_valid_loss"] < 0.6931
