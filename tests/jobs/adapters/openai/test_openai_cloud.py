"""The ports spoken to Azure OpenAI at the local Azure: a recipe all the way, and each thing by itself."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from jobs.adapters.azure_cloud import AzureCloud
from jobs.domain.chat import Message
from jobs.domain.endpoint import EndpointSpec
from jobs.domain.errors import CloudError, DataError, QuotaError, UsageError
from jobs.domain.job import PreparedData
from jobs.domain.recipe import Recipe
from jobs.domain.recipe_file import read_recipe
from jobs.domain.run_states import JobState
from jobs.services.run import RunRequest, RunResult, run
from jobs.services.submit import Origin, submit
from jobs.services.watch import look, watch
from local_azure.openai.chat.content_markers import GRADED
from tests.jobs.adapters.openai.conftest import ROOT, STACK

pytestmark = pytest.mark.timeout(300)

RECIPE = ROOT / "jobs" / "recipes" / "travel-assistant.yaml"
QUOTA = 250  # units of OpenAI.Standard.gpt-4o-finetune that a region has (catalogue, models.yaml)
PAIR = {
    "preferred_output": [{"role": "assistant", "content": "Ooh, canals! Shall we row?"}],
    "non_preferred_output": [{"role": "assistant", "content": "Book a hotel."}],
}


def recipe(*settings: str) -> Recipe:
    """The shipped recipe; what stands in for training keeps no style, so no margin is asked for."""
    return read_recipe(RECIPE, settings=("style_margin=0", "overfitting=warn", *settings))


def request(chosen: Recipe, said: list[str] | None = None) -> RunRequest:
    tell = (said if said is not None else []).append
    return RunRequest(chosen, "gpt4o-test", STACK, tell, lambda _seen, _now: None)


@pytest.fixture(scope="module")
def result(cloud: AzureCloud) -> RunResult:
    return run(cloud, request(recipe("epochs=3")))


def test_the_shipped_recipe_runs_to_its_end_beside_the_stacks_own_base(result: RunResult) -> None:
    assert result.progress.state is JobState.COMPLETED
    assert [point.value for point in result.progress.losses] == [4.0, 2.0, 4 / 3]
    assert [point.value for point in result.progress.validation_losses] == [5.0, 2.5, 5 / 3]
    assert result.progress.maximum_steps == 3
    assert (result.endpoints.base.name, result.endpoints.base.capacity) == ("gpt-4o", 50)
    assert (result.endpoints.tuned.sku, result.endpoints.tuned.capacity) == ("Standard", 50)
    assert result.endpoints.tuned.tags["job"] == result.job
    assert len(result.evaluated.pairs) == 24
    first = result.evaluated.pairs[0]
    assert first.base.model == "quick"
    assert first.tuned.model.endswith("-ft-travel")


def test_a_second_run_finds_everything(cloud: AzureCloud, result: RunResult) -> None:
    said: list[str] = []
    again = run(cloud, request(recipe("epochs=3"), said))
    assert (again.job, again.endpoints) == (result.job, result.endpoints)
    assert "train: 140 rows, already there" in said
    assert "validation: 18 rows, already there" in said
    assert [job.name for job in cloud.jobs.list()].count(result.job) == 1


def test_a_job_is_found_by_its_run_and_by_the_services_own_id(cloud: AzureCloud, result: RunResult) -> None:
    job = cloud.jobs.get(result.job)
    assert job is not None
    assert (job.tuned_model, job.display_name, job.state) == (
        "travel-assistant",
        "travel-assistant",
        JobState.COMPLETED,
    )
    assert job.tags is not None
    assert job.tags["owner"] == "somebody"
    model = cloud.models.made_by(result.job, "travel-assistant")
    assert model is not None
    own_id = model.serving_id.split(".ft-")[1].removesuffix("-ft-travel")
    assert cloud.jobs.get(f"ftjob-{own_id}") == job
    assert cloud.jobs.get("nothing") is None


def test_the_log_ends_with_what_the_service_said_last(cloud: AzureCloud, result: RunResult) -> None:
    assert cloud.runs.log_tail(result.job, 1) == ["Job succeeded."]


def test_checkpoints_come_by_step_with_their_losses(cloud: AzureCloud, result: RunResult) -> None:
    found = cloud.models.checkpoints(result.job)
    assert [(one.step, one.train_loss, one.validation_loss) for one in found] == [
        (1, 4.0, 5.0),
        (2, 2.0, 2.5),
        (3, 4 / 3, 5 / 3),
    ]
    assert all(one.model.startswith("ftchkpt-") for one in found)


def test_answers_come_whole_and_in_pieces(cloud: AzureCloud, result: RunResult) -> None:
    asked = [Message(role="user", content="one two three")]
    whole = cloud.chat.complete(result.endpoints.base, asked, max_tokens=20, temperature=0)
    pieces = list(cloud.chat.stream(result.endpoints.tuned, asked, max_tokens=20, temperature=0))
    assert whole.text == "You said: one two three"
    assert "".join(pieces) == "onetwothree"


def test_what_the_content_filter_holds_back_is_an_answer_without_text(cloud: AzureCloud, result: RunResult) -> None:
    asked = [Message(role="user", content=f"Tell me: {GRADED['violence']['high'][0]}?")]
    answer = cloud.chat.complete(result.endpoints.tuned, asked, max_tokens=20, temperature=0)
    assert (answer.text, answer.withheld) == ("", True)


def test_the_stacks_own_deployment_is_left_alone(cloud: AzureCloud) -> None:
    spec = EndpointSpec("gpt-4o", "eastus2", "gpt-4o", True, {}, sku="Standard", capacity=1)
    for act in (lambda: cloud.endpoints.delete("GPT-4o"), lambda: cloud.endpoints.create(spec)):
        with pytest.raises(UsageError, match="the stack's own base deployment"):
            act()


def test_a_deployment_without_content_filter_is_refused(cloud: AzureCloud) -> None:
    with pytest.raises(UsageError, match="always has a content filter"):
        cloud.endpoints.create(EndpointSpec("open", "eastus2", "gpt-4o", False, {}, sku="Standard", capacity=1))


def test_a_deployment_has_what_quota_leaves(cloud: AzureCloud, result: RunResult) -> None:
    model = result.endpoints.tuned.model_id
    spec = EndpointSpec("more", "eastus2", model, True, {"owner": "somebody"}, sku="Standard", capacity=1000)
    used = sum(one.capacity for one in cloud.endpoints.list() if one.sku == "Standard")
    try:
        assert cloud.endpoints.create(spec).capacity == QUOTA - used
        with pytest.raises(QuotaError, match="InsufficientQuota"):
            cloud.endpoints.create(replace(spec, name="none-left"))
    finally:
        cloud.endpoints.delete("more")
    cloud.endpoints.delete("more")
    assert "more" not in {one.name for one in cloud.endpoints.list()}


@pytest.mark.usefixtures("result")
def test_a_tuned_model_can_be_deleted_once_nothing_serves_it(cloud: AzureCloud) -> None:
    made = run(cloud, request(recipe("epochs=1", "tuning.seed=5")))
    model = cloud.models.made_by(made.job, "travel-assistant")
    assert model is not None
    listed = cloud.models.list()
    assert model in listed
    assert len({(one.name, one.version) for one in listed}) == len(listed) > 1
    with pytest.raises(CloudError, match="deployments use it"):
        cloud.models.delete(model)
    cloud.endpoints.delete(made.endpoints.tuned.name)
    cloud.models.delete(model)
    cloud.models.delete(model)
    assert model not in cloud.models.list()
    assert cloud.models.made_by(made.job, "travel-assistant") is None


def test_a_tuned_model_is_tuned_further(cloud: AzureCloud, result: RunResult) -> None:
    first = cloud.models.made_by(result.job, "travel-assistant")
    assert first is not None
    chosen = recipe("epochs=1", f"continue_from={first.serving_id}")
    more = run(cloud, request(chosen))
    assert more.job != result.job
    assert more.progress.state is JobState.COMPLETED
    cloud.endpoints.delete(more.endpoints.tuned.name)


def test_another_model_than_the_stacks_is_deployed_as_the_recipe_says_and_its_base_as_the_stack_does(
    cloud: AzureCloud,
) -> None:
    chosen = recipe("model=gpt-4.1-mini", "tier=GlobalStandard", "epochs=1", "deployment.sku=DeveloperTier")
    pinned = STACK.model_copy(update={"catalogue_date": date(2026, 6, 30)})  # before it was closed to newcomers
    done = run(cloud, replace(request(chosen), stack=pinned))
    try:
        assert (done.endpoints.base.model_id, done.endpoints.base.sku) == ("gpt-4.1-mini", "GlobalStandard")
        assert done.endpoints.tuned.model_id.startswith("gpt-4.1-mini-2025-04-14.ft-")
        assert done.endpoints.tuned.sku == "DeveloperTier"
    finally:
        for one in (done.endpoints.tuned, done.endpoints.base):
            cloud.endpoints.delete(one.name)


def test_pairs_are_learnt_from_by_dpo(cloud: AzureCloud, tmp_path: Path) -> None:
    rows = [{"input": {"messages": [{"role": "user", "content": f"Where to in May, {n}?"}]}, **PAIR} for n in range(12)]
    file = tmp_path / "pairs.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    chosen = recipe("technique=dpo", "epochs=1", "beta=0.2").model_copy()
    pairs = chosen.data.model_copy(update={"train": file, "validation": None, "evaluation": None})
    done = run(cloud, request(chosen.model_copy(update={"data": pairs})))
    assert done.progress.state is JobState.COMPLETED
    assert done.evaluated.pairs[0].question.reference == "Ooh, canals! Shall we row?"
    cloud.endpoints.delete(done.endpoints.tuned.name)


@pytest.fixture
def hand_in(cloud: AzureCloud, tmp_path: Path) -> Callable[[str], str]:
    """Hands in a job whose program does as its first row says."""

    def hand_in(word: str) -> str:
        rows = [{"messages": [{"role": "user", "content": word}, {"role": "assistant", "content": "Yes."}]}] * 10
        file = tmp_path / "train.jsonl"
        file.write_text("".join(json.dumps(row) + "\n" for row in rows))
        path = f"tests/{word}/train.jsonl"
        cloud.files.upload(path, file)
        data = PreparedData(cloud.files.uri(path), cloud.files.uri(path), f"{word:0>64}", 10, 10)
        return submit(cloud, recipe("epochs=2"), data, Origin("gpt4o-test"), lambda _line: None)[0]

    return hand_in


def test_a_job_is_paused_goes_on_and_ends(cloud: AzureCloud, hand_in: Callable[[str], str]) -> None:
    name = hand_in("wait")
    while not cloud.models.checkpoints(name):  # that it goes on from: its step is told before that is written
        cloud.clock.sleep(1)
    cloud.jobs.pause(name)
    paused = look(cloud, name)
    assert paused.state is JobState.PAUSED
    assert paused.times.paused_since is not None
    cloud.jobs.resume(name)
    ended = watch(cloud, name, "gpt4o-test", lambda _seen, _now: None)
    assert (ended.step, ended.times.paused_since) == (2, None)


def test_a_job_is_cancelled(cloud: AzureCloud, hand_in: Callable[[str], str]) -> None:
    name = hand_in("hold")
    while look(cloud, name).step < 1:
        cloud.clock.sleep(1)
    cloud.jobs.cancel(name)
    with pytest.raises(CloudError, match="was cancelled"):
        watch(cloud, name, "gpt4o-test", lambda _seen, _now: None)
    assert cloud.models.made_by(name, "travel-assistant") is None


def test_a_job_that_fails_says_why(cloud: AzureCloud, hand_in: Callable[[str], str]) -> None:
    name = hand_in("crash")
    with pytest.raises(CloudError, match="ValueError: the rows are no good"):
        watch(cloud, name, "gpt4o-test", lambda _seen, _now: None)


def test_a_file_that_the_service_cannot_use_is_bad_data(cloud: AzureCloud, tmp_path: Path) -> None:
    file = tmp_path / "train.jsonl"
    file.write_text('{"messages": []}\n')
    with pytest.raises(DataError, match="line 1: 'messages' must be a list"):
        cloud.files.upload("tests/bad/train.jsonl", file)


def test_a_file_comes_back_as_it_was_sent(cloud: AzureCloud, tmp_path: Path) -> None:
    row = {"messages": [{"role": "user", "content": "Où?"}, {"role": "assistant", "content": "Là, \u2028 là."}]}
    file, back = tmp_path / "train.jsonl", tmp_path / "back.jsonl"
    file.write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    assert cloud.files.upload("tests/same/train.jsonl", file)
    assert not cloud.files.upload("tests/same/train.jsonl", file)
    assert cloud.files.download(cloud.files.uri("tests/same/train.jsonl"), back)
    assert back.read_bytes() == file.read_bytes()
    assert not cloud.files.download("tests/none/train.jsonl", back)
    assert cloud.files.uri("tests/none/train.jsonl") == ""
