"""What is served of a job: its best checkpoint, and nothing that was found wanting."""

import pytest

from jobs.domain.errors import QuotaError, RefusedError
from jobs.domain.job import Checkpoint
from jobs.domain.recipe import CommandTuning
from jobs.domain.recipe_file import read_recipe
from jobs.services.admission import require_passed
from jobs.services.run import RunRequest, run
from tests.jobs.cloud_in_memory import MemoryCloud
from tests.jobs.requests import RECIPE, STACK, request, shipped_recipe


def test_the_best_checkpoint_is_deployed_not_the_last() -> None:
    cloud = MemoryCloud()
    job = run(cloud, request()).job
    cloud.models.kept[job] = [
        Checkpoint(10, "azureml://workspace/best", validation_loss=0.5),
        Checkpoint(20, "azureml://workspace/last", validation_loss=0.7),
    ]
    assert run(cloud, request()).endpoints.tuned.model_id == "azureml://workspace/best"
    cloud.models.kept[job][1] = Checkpoint(20, "azureml://workspace/last", validation_loss=0.4)
    assert run(cloud, request()).endpoints.tuned.model_id.endswith("/versions/1"), "the model that it ended with"


def test_what_was_evaluated_and_did_not_pass_is_not_deployed_by_another_door() -> None:
    cloud = MemoryCloud()
    cloud.chat.tuned_answer = "Dunno."
    result = run(cloud, request())
    with pytest.raises(RefusedError, match=f"the model of {result.job} didn't pass the gate"):
        require_passed(cloud, shipped_recipe(), result.job)
    require_passed(cloud, shipped_recipe(), "never-evaluated")


def test_prices_and_ends_are_said_at_deployment() -> None:
    said: list[str] = []
    run(MemoryCloud(), request(said=said))
    assert any("the price isn't known here" in line for line in said)
    assert any("deleted after 15 days without a request" in line for line in said)


def test_several_nodes_with_quota_for_one_stop_a_run_before_anything_is_uploaded() -> None:
    cloud = MemoryCloud()
    recipe = read_recipe(RECIPE).model_copy(update={"tuning": CommandTuning(method="command", nodes=2)})
    stack = STACK.model_copy(update={"method": "command", "compute_name": "gpu", "compute_nodes": 1, "compute_gpus": 1})
    recipe = recipe.model_copy(update={"model": "Phi-4-mini-instruct"})
    asked = RunRequest(recipe, "custom-test", stack, lambda _: None, lambda _seen, _now: None)
    with pytest.raises(QuotaError, match="2 nodes are asked for, cluster gpu has 1"):
        run(cloud, asked)
    assert cloud.datastore.uploads == []
