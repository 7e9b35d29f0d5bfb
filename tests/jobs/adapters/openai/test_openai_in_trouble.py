"""Answers that are lost, late, refused or cut off: what Azure OpenAI does to its callers, from a script."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from azure.core.exceptions import ServiceResponseError

from jobs.adapters.chat_completions import ChatCompletions
from jobs.adapters.openai.account import OpenAIAccount
from jobs.adapters.openai.chat import OpenAIChat, deployment_url
from jobs.adapters.openai.deployments import OpenAIDeployments
from jobs.adapters.openai.events import JobEvents
from jobs.adapters.openai.fine_tuning_jobs import OpenAIFineTuningJobs
from jobs.adapters.openai.jobs import RUN, JobDocuments
from jobs.adapters.openai.training_files import OpenAITrainingFiles
from jobs.adapters.rest import AzureRest, UnsureError
from jobs.domain.chat import Message
from jobs.domain.endpoint import Endpoint, EndpointSpec
from jobs.domain.errors import CloudError, PermissionDeniedError, QuotaError, UsageError
from jobs.domain.job import JobSpec
from jobs.domain.recipe import OpenAITuning, ServerlessTuning
from jobs.domain.run_states import JobState
from tests.jobs.adapters.openai.conftest import STACK
from tests.jobs.adapters.test_rest import Script, StaticCredential
from tests.jobs.cloud_in_memory import HeldClock

SPEC = JobSpec(
    name="travel-assistant-0123",
    recipe_name="travel-assistant",
    model="gpt-4o",
    tuned_model="travel-assistant",
    train_uri="file-train",
    validation_uri="file-validation",
    tuning=OpenAITuning(method="openai", epochs=3, seed=7, tier="GlobalStandard"),
    tags={"owner": "somebody"},
)
JOB = {"id": "ftjob-1", "status": "running", "created_at": 1000, "metadata": {RUN: SPEC.name}}
NO_JOBS = (200, {}, {"data": [], "has_more": False})
JOBS = (200, {}, {"data": [JOB], "has_more": False})
MISSING = (404, {}, {"error": {"code": "resourceNotFound", "message": "Not there."}})
LOST = ServiceResponseError("the connection was cut")
THROTTLED = (429, {"Retry-After": "7"}, {"error": {"code": "429", "message": "Too many."}})
DEPLOYED = {
    "name": "tuned",
    "sku": {"name": "Standard", "capacity": 8},
    "properties": {"provisioningState": "Succeeded"},
}
TUNED = EndpointSpec("tuned", "eastus2", "gpt-4o.ft-1", True, {"owner": "somebody"}, sku="Standard", capacity=50)
ENDPOINT = Endpoint("tuned", "Succeeded", "https://aitest.openai.azure.com", "gpt-4o.ft-1", True)
ASKED = [Message(role="user", content="Where to?")]


def account(*answers: Any) -> tuple[OpenAIAccount, Script]:  # noqa: ANN401
    script = Script(answers)
    rest = AzureRest(StaticCredential(), "https://example.com/.default", transport=script)
    return OpenAIAccount(rest, rest, STACK), script


def jobs(*answers: Any) -> tuple[OpenAIFineTuningJobs, Script, HeldClock]:  # noqa: ANN401
    asked, script = account(*answers)
    clock = HeldClock()
    return OpenAIFineTuningJobs(asked, JobDocuments(asked), clock), script, clock


def deployments(*answers: Any) -> tuple[OpenAIDeployments, Script, HeldClock]:  # noqa: ANN401
    asked, script = account(*answers)
    clock = HeldClock()
    return OpenAIDeployments(asked, clock), script, clock


def chat(*answers: Any) -> tuple[OpenAIChat, HeldClock]:  # noqa: ANN401
    asked, _ = account(*answers)
    clock = HeldClock()
    return OpenAIChat(ChatCompletions(asked.rest, clock, deployment_url), clock), clock


def sent(script: Script, method: str = "POST") -> list[Any]:
    return [request for request in script.requests if request.method == method]


def test_a_job_is_asked_for_with_all_that_the_recipe_says() -> None:
    asked, script, _ = jobs(NO_JOBS, MISSING, (200, {}, JOB))
    asked.submit(SPEC)
    (request,) = sent(script)
    assert request.url == "https://aitest.openai.azure.com/openai/v1/fine_tuning/jobs"
    hyperparameters = {"n_epochs": 3, "batch_size": "auto", "learning_rate_multiplier": "auto"}
    assert json.loads(request.content) == {
        "model": "gpt-4o-2024-08-06",
        "training_file": "file-train",
        "validation_file": "file-validation",
        "trainingType": "GlobalStandard",
        "method": {"type": "supervised", "supervised": {"hyperparameters": hyperparameters}},
        "seed": 7,
        "suffix": "travel-assistant",
        "metadata": {
            RUN: SPEC.name,
            "recipe": "travel-assistant",
            "tuned-model": "travel-assistant",
            "owner": "somebody",
        },
    }


def test_a_tuned_model_is_gone_on_from_by_its_own_name() -> None:
    tuning = OpenAITuning(method="openai", technique="dpo", beta=0.1, continue_from="gpt-4o-2024-08-06.ft-9-old")
    asked, script, _ = jobs(NO_JOBS, MISSING, (200, {}, JOB))
    asked.submit(JobSpec(**{**vars(SPEC), "tuning": tuning}))
    body = json.loads(sent(script)[0].content)
    assert body["model"] == "gpt-4o-2024-08-06.ft-9-old"
    assert body["method"]["dpo"]["hyperparameters"]["beta"] == 0.1


def test_a_recipe_of_another_method_is_refused() -> None:
    asked, _, _ = jobs(NO_JOBS, MISSING)
    with pytest.raises(UsageError, match="can't do what the method serverless does"):
        asked.submit(JobSpec(**{**vars(SPEC), "tuning": ServerlessTuning(method="serverless")}))


@pytest.mark.parametrize("unclear", [LOST, (503, {"Retry-After": "1"}, {})])
def test_a_job_whose_answer_was_lost_is_found_and_not_made_twice(unclear: object) -> None:
    asked, script, clock = jobs(NO_JOBS, MISSING, unclear, JOBS, (200, {}, JOB))
    asked.submit(SPEC)
    assert len(sent(script)) == 1
    assert clock.elapsed > 0


def test_a_job_that_never_arrived_is_sent_again() -> None:
    asked, script, _ = jobs(NO_JOBS, MISSING, LOST, NO_JOBS, MISSING, (200, {}, JOB))
    asked.submit(SPEC)
    assert len(sent(script)) == 2


def test_a_service_that_never_answers_is_given_up() -> None:
    asked, _, clock = jobs(NO_JOBS, MISSING, *[LOST, NO_JOBS, MISSING] * 9)
    with pytest.raises(UnsureError, match="had no answer: the connection was cut"):
        asked.submit(SPEC)
    assert clock.elapsed < 200


def test_a_service_that_keeps_no_metadata_is_told_of_with_the_jobs_own_id() -> None:
    asked, _, _ = jobs(NO_JOBS, MISSING, (200, {}, {**JOB, "metadata": None}))
    with pytest.raises(CloudError, match="job ftjob-1 runs, but the account keeps no metadata") as failed:
        asked.submit(SPEC)
    assert "runs cancel ftjob-1" in failed.value.fix


def test_a_missing_role_is_named() -> None:
    refused = (401, {}, {"error": {"code": "PermissionDenied", "message": "The principal lacks a data action."}})
    asked, _, _ = jobs(refused, refused)
    with pytest.raises(PermissionDeniedError) as failed:
        asked.list()
    assert "Cognitive Services OpenAI Contributor" in failed.value.fix


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("validating_files", JobState.PREPARING),
        ("pending", JobState.QUEUED),
        ("running", JobState.RUNNING),
        ("paused", JobState.PAUSED),
        ("succeeded", JobState.COMPLETED),
        ("failed", JobState.FAILED),
        ("cancelled", JobState.CANCELED),
        ("something new", JobState.UNKNOWN),
    ],
)
def test_states_are_told_in_the_words_used_here(status: str, state: JobState) -> None:
    asked, _, _ = jobs(JOBS, (200, {}, {**JOB, "status": status}))
    found = asked.get(SPEC.name)
    assert found is not None
    assert found.state is state


def test_long_lists_are_read_to_their_end() -> None:
    one, two = ({"data": [{**JOB, "id": f"ftjob-{n}"}], "has_more": n == 1} for n in (1, 2))
    asked, script, _ = jobs((200, {}, one), (200, {}, two))
    assert len(asked.list()) == 2
    assert script.requests[1].url.endswith("limit=100&after=ftjob-1")


def test_what_a_job_has_said_is_kept_once_however_often_it_is_asked_for() -> None:
    one, two = ({"id": f"event-{n}", "created_at": n, "message": str(n)} for n in (1, 2))
    asked, _ = account(JOBS, (200, {}, {"data": [one], "has_more": False}), (200, {}, {"data": [two, one]}))
    events = JobEvents(asked, JobDocuments(asked))
    assert events.of(SPEC.name) == [one]
    assert events.of(SPEC.name) == [one, two]


def test_a_file_whose_answer_was_lost_is_found_and_not_sent_twice(tmp_path: Path) -> None:
    file = tmp_path / "train.jsonl"
    file.write_bytes(b"row\n" * 1000)
    there = {"id": "file-1", "filename": "train-abc.jsonl", "bytes": 4000, "status": "processed"}
    asked, script = account(NO_JOBS, LOST, (200, {}, {"data": [there], "has_more": False}))
    assert OpenAITrainingFiles(asked, HeldClock()).upload("data/abc/train.jsonl", file)
    assert len(sent(script)) == 1


def test_a_file_is_sent_as_a_form_of_known_length_and_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "train.jsonl"
    file.write_bytes(b"row\n" * 1000)
    pending = {"id": "file-1", "filename": "train-abc.jsonl", "bytes": 4000, "status": "pending"}
    asked, script = account(
        NO_JOBS, (201, {}, pending), (200, {}, pending), (200, {}, {**pending, "status": "processed"})
    )
    clock = HeldClock()
    assert OpenAITrainingFiles(asked, clock).upload("data/abc/train.jsonl", file)
    (request,) = sent(script)
    assert int(request.headers["Content-Length"]) == len(request.content)
    boundary = re.search("boundary=(.*)", request.headers["Content-Type"])
    assert boundary is not None
    assert clock.elapsed > 0


def test_a_file_that_another_run_has_sent_is_not_sent_again(tmp_path: Path) -> None:
    file = tmp_path / "train.jsonl"
    file.write_bytes(b"row\n")
    other = {"id": "file-0", "filename": "train-abc.jsonl", "bytes": 9, "status": "error"}
    same = {**other, "id": "file-1", "bytes": 4, "status": "processed"}
    asked, script = account((200, {}, {"data": [other, same], "has_more": False}))
    assert not OpenAITrainingFiles(asked, HeldClock()).upload("data/abc/train.jsonl", file)
    assert not sent(script)


def test_a_deployment_takes_the_capacity_that_is_left() -> None:
    full = {"error": {"code": "InsufficientQuota", "message": "... bigger than the current available capacity 8. ..."}}
    base = (200, {}, {"properties": {"raiPolicyName": "strict"}})
    asked, script, _ = deployments(base, (400, {}, full), base, (200, {}, DEPLOYED), (200, {}, DEPLOYED))
    assert asked.create(TUNED).capacity == 8
    bodies = [json.loads(request.content) for request in sent(script, "PUT")]
    assert [body["sku"]["capacity"] for body in bodies] == [50, 8]
    assert bodies[1]["properties"]["raiPolicyName"] == "strict"
    assert bodies[1]["properties"]["model"] == {"format": "OpenAI", "name": "gpt-4o.ft-1", "version": "1"}


def test_no_capacity_at_all_is_a_quota_error() -> None:
    full = {"error": {"code": "InsufficientQuota", "message": "... the current available capacity 0. ..."}}
    asked, _, _ = deployments(MISSING, (400, {}, full))
    with pytest.raises(QuotaError) as failed:
        asked.create(TUNED)
    assert failed.value.exit_code == 5


def test_a_deployment_waits_while_another_is_being_written() -> None:
    busy = (409, {}, {"error": {"code": "RequestConflict", "message": "Another operation is in progress."}})
    asked, _, clock = deployments(MISSING, busy, busy, (200, {}, DEPLOYED), (200, {}, DEPLOYED))
    assert asked.create(TUNED).serves
    assert clock.elapsed == 10


def test_a_deployment_that_fails_says_so() -> None:
    failed_one = {**DEPLOYED, "properties": {"provisioningState": "Failed"}}
    asked, _, _ = deployments(MISSING, (200, {}, DEPLOYED), (200, {}, failed_one))
    with pytest.raises(CloudError, match="deployment tuned is Failed"):
        asked.create(TUNED)


def test_a_question_waits_its_turn() -> None:
    answer = {"model": "m", "choices": [{"message": {"content": "Rome!"}, "finish_reason": "stop"}]}
    asked, _ = chat(*[THROTTLED] * 9, (200, {}, answer))
    assert asked.complete(ENDPOINT, ASKED, max_tokens=5, temperature=0).text == "Rome!"


def test_a_question_does_not_wait_for_ever() -> None:
    asked, clock = chat(*[THROTTLED] * 9)
    clock.sleep(10)
    ticking = iter(range(0, 10**6, 1000))
    clock.monotonic = lambda: float(next(ticking))  # type: ignore[method-assign]
    with pytest.raises(QuotaError, match="Too many"):
        asked.complete(ENDPOINT, ASKED, max_tokens=5, temperature=0)


def test_any_other_refusal_is_an_error() -> None:
    asked, _ = chat((400, {}, {"error": {"code": "BadRequest", "message": "Unknown role."}}))
    with pytest.raises(CloudError, match="Unknown role"):
        asked.complete(ENDPOINT, ASKED, max_tokens=5, temperature=0)
