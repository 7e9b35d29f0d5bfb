"""A recipe run from data to verdict, and run again after whatever happened."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from jobs.domain.errors import CloudError, DataError, InterruptedRunError, UsageError
from jobs.domain.run_states import JobState
from jobs.services.ledger import Ledger
from jobs.services.run import recall, run
from jobs.services.run_document import run_document
from tests.jobs.cloud_in_memory import MemoryCloud
from tests.jobs.requests import STACK, request, shipped_recipe


def test_a_recipe_ends_deployed_evaluated_and_judged() -> None:
    cloud = MemoryCloud()
    result = run(cloud, request())
    assert result.verdict.passed
    assert result.evaluated.metrics["style"].tuned == 1.0
    assert result.evaluated.metrics["style"].base == 0.0
    assert len(cloud.endpoints.there) == 2
    assert list(result.seconds) == ["data", "finetune", "deploy", "evaluate"]


def test_a_second_run_does_nothing_twice() -> None:
    cloud = MemoryCloud()
    first = run(cloud, request())
    uploads, created, asked = len(cloud.datastore.uploads), len(cloud.endpoints.created), len(cloud.chat.asked)
    second = run(cloud, request())
    assert second.job == first.job
    assert second.evaluated == first.evaluated
    assert (len(cloud.datastore.uploads), len(cloud.endpoints.created), len(cloud.chat.asked)) == (
        uploads,
        created,
        asked,
    )
    assert len(cloud.jobs.submitted) == 1


def test_an_interrupted_run_names_the_job_and_goes_on_where_it_was() -> None:
    cloud = MemoryCloud()
    cloud.clock.interrupt_after = 20
    with pytest.raises(InterruptedRunError, match=r"job xbox-support-\w+ goes on in the cloud") as interrupted:
        run(cloud, request())
    assert interrupted.value.exit_code == 130
    assert "tunestack runs watch xbox-support-" in interrupted.value.fix
    cloud.clock.interrupt_after = float("inf")
    assert run(cloud, request()).verdict.passed
    assert len(cloud.jobs.submitted) == 1


def test_an_interruption_while_deploying_says_what_may_be_paid_for() -> None:
    cloud = MemoryCloud()

    def interrupt(_spec: object) -> None:
        raise KeyboardInterrupt

    cloud.endpoints.create = interrupt  # type: ignore[method-assign,assignment]
    with pytest.raises(InterruptedRunError, match="may be deployed already"):
        run(cloud, request())


def test_a_crashed_trainer_fails_the_run_with_the_last_lines_of_its_log_and_nothing_deployed() -> None:
    cloud = MemoryCloud()
    cloud.jobs.outcome = JobState.FAILED
    with pytest.raises(CloudError, match="exit code 1") as failed:
        run(cloud, request())
    assert "| RuntimeError: out of memory" in str(failed.value)
    assert cloud.endpoints.created == []
    assert failed.value.exit_code == 1


def test_after_a_failed_job_the_same_recipe_hands_in_a_new_one() -> None:
    cloud = MemoryCloud()
    cloud.jobs.outcome = JobState.FAILED
    with pytest.raises(CloudError):
        run(cloud, request())
    cloud.jobs.outcome = JobState.COMPLETED
    cloud.jobs.state = _failed_first(cloud)  # type: ignore[method-assign]
    assert run(cloud, request()).job.endswith("-2")


def test_again_hands_in_another_job_although_one_has_succeeded() -> None:
    cloud = MemoryCloud()
    first = run(cloud, request()).job
    second = run(cloud, request(again=True)).job
    assert second == f"{first}-2"
    assert run(cloud, request()).job == second


def test_a_cancelled_job_says_so() -> None:
    cloud = MemoryCloud()
    cloud.jobs.outcome = JobState.CANCELED
    with pytest.raises(CloudError, match="was cancelled"):
        run(cloud, request())


def test_a_model_that_fails_the_gate_is_not_kept_deployed() -> None:
    cloud, said = MemoryCloud(), []
    cloud.chat.tuned_answer = cloud.chat.base_answer
    result = run(cloud, request(said=said))
    assert not result.verdict.passed
    assert [one.model_id for one in cloud.endpoints.list()] == [
        "azureml://registries/azureml/models/Phi-4-mini-instruct"
    ]
    assert any("out of service" in line for line in said)
    assert run_document(result, "report.html")["endpoints"]["tuned"] is None


def test_bad_data_stops_the_run_before_anything_reaches_the_cloud(tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"question": "What?"}\n' * 12)
    cloud = MemoryCloud()
    with pytest.raises(DataError, match=r"bad\.jsonl:1:1: error") as refused:
        run(cloud, request(shipped_recipe(data=bad)))
    assert refused.value.exit_code == 3
    assert cloud.datastore.files == {}
    assert cloud.jobs.submitted == {}


def test_questions_that_can_not_be_asked_stop_the_run_before_anything_reaches_the_cloud(tmp_path: Path) -> None:
    cloud = MemoryCloud()
    recipe = shipped_recipe(f"comparison.questions={tmp_path / 'gone.jsonl'}")
    with pytest.raises(DataError, match=r"gone\.jsonl"):
        run(cloud, request(recipe))
    assert cloud.datastore.files == {}


def test_a_metric_that_is_not_installed_stops_the_run_before_anything_reaches_the_cloud() -> None:
    cloud = MemoryCloud()
    with pytest.raises(UsageError, match="metric no_such_module:words can't be loaded"):
        run(cloud, request(shipped_recipe('metrics=["no_such_module:words"]')))
    assert cloud.datastore.files == {}
    assert cloud.jobs.submitted == {}


def test_a_model_that_azure_retired_is_refused_naming_its_successor() -> None:
    cloud = MemoryCloud()
    with pytest.raises(UsageError, match="Phi-3-mini-128k-instruct can't be tuned since 2025-08-30") as refused:
        run(cloud, request(shipped_recipe("model=Phi-3-mini-128k-instruct")))
    assert "Phi-4-mini-instruct" in str(refused.value)
    assert cloud.datastore.files == {}


def test_a_full_disk_while_uploading_is_one_clear_error() -> None:
    cloud = MemoryCloud()
    cloud.datastore.fault = OSError(28, "No space left on device")
    with pytest.raises(CloudError, match="No space left on device") as failed:
        run(cloud, request())
    assert "run it again" in failed.value.fix


def test_an_endpoint_that_fails_leaves_the_job_to_go_on_from() -> None:
    cloud = MemoryCloud()
    cloud.endpoints.fault = CloudError("serverlessEndpoints/x: Failed: no capacity")
    with pytest.raises(CloudError, match="no capacity"):
        run(cloud, request())
    cloud.endpoints.fault = None
    assert run(cloud, request()).verdict.passed
    assert len(cloud.jobs.submitted) == 1


def test_rows_of_ones_own_are_split_asked_and_held_to_no_style() -> None:
    rows = shipped_recipe().data.train
    result = run(MemoryCloud(), request(shipped_recipe(data=rows)))
    assert "style" not in result.evaluated.metrics
    assert len(result.data.validation) == len(result.data.questions) == 48
    assert set(result.data.validation).isdisjoint(result.data.train)


def test_endpoints_are_opted_out_of_content_safety_only_by_the_recipe() -> None:
    cloud = MemoryCloud()
    run(cloud, request())
    assert all(one.content_safety for one in cloud.endpoints.list())
    run(cloud, request(shipped_recipe("content_safety=false")))
    assert not any(one.content_safety for one in cloud.endpoints.list())


def test_the_document_has_every_field_and_is_json() -> None:
    document = run_document(run(MemoryCloud(), request()), "build/report.html")
    json.dumps(document)
    assert document["data"]["train_rows"] == 240
    assert document["model"] == {
        "requested": "Phi-4-mini-instruct",
        "tuned_model": "xbox-support",
        "ran": "weights+adapter",
        "base_ran": "weights",
    }
    assert document["finetune"]["train_loss"] == [2.0, 1.0]
    assert document["finetune"]["validation_loss"] == [2.0, 1.0]
    assert (document["finetune"]["queue_seconds"], document["finetune"]["run_seconds"]) == (10.0, 50.0)
    assert set(document["evaluate"]["metrics"]) >= {"style", "exact_match", "f1", "rouge_l", "latency_p95"}
    assert len(document["compare"]) == 24


def test_a_run_is_recalled_from_what_the_cloud_has_kept() -> None:
    cloud = MemoryCloud()
    result = run(cloud, request())
    again = recall(cloud, request())
    assert (again.job, again.evaluated, again.verdict) == (result.job, result.evaluated, result.verdict)


def test_a_run_that_never_was_cannot_be_recalled() -> None:
    with pytest.raises(CloudError, match="no finished job"):
        recall(MemoryCloud(), request())


def _failed_first(cloud: MemoryCloud):  # noqa: ANN202
    ordinary = type(cloud.jobs).state
    first = next(iter(cloud.jobs.submitted))
    return lambda name: JobState.FAILED if name == first else ordinary(cloud.jobs, name)


def test_what_a_run_has_deployed_is_noted_and_the_stacks_own_deployment_is_not() -> None:
    cloud = MemoryCloud()
    result = run(cloud, request())
    base, tuned = result.endpoints.base.name, result.endpoints.tuned.name
    noted = Ledger(cloud.datastore).find(result.job)
    assert noted is not None
    assert (noted.deployments, noted.passed) == ((base, tuned), True)
    stack = replace(request(), stack=STACK.model_copy(update={"deployment_name": base}))
    again = Ledger(cloud.datastore).find(run(cloud, stack).job)
    assert again is not None
    assert again.deployments == (tuned,)


def test_data_that_storage_has_let_expire_is_uploaded_again() -> None:
    cloud = MemoryCloud()
    first = run(cloud, request())
    train = next(path for path in cloud.datastore.files if path.endswith("train.jsonl"))
    rows = cloud.datastore.files.pop(train)
    again = run(cloud, request(again=True))
    assert again.job != first.job
    assert cloud.datastore.files[train] == rows
    assert cloud.datastore.uploads.count(train) == 2
