"""The nodes of command jobs: within the cluster and the quota, waited for while others have them, and taken away."""

from collections.abc import Callable
from typing import Any, cast

import pytest

from local_azure.machinelearning.commands.user_logs import SERVICE_LOG
from local_azure.machinelearning.commands.work import CommandWork
from local_azure.quota.cores import TABLE
from tests.local_azure.machinelearning.command_jobs import SIZE, artifact, read, run, submit
from tests.local_azure.machinelearning.commands.test_identities import make_cluster, make_identity
from tests.local_azure.machinelearning.fine_tuning import details, reach
from tests.local_azure.machinelearning.running import BLOB_DATA_CONTRIBUTOR, PROJECT, RunningAzure, make_project

PYTORCH = {"distributionType": "PyTorch", "processCountPerInstance": 1}
QUOTA = 300  # cores that a new local Azure has of each family without GPUs
CORES = 4


def commands(azure: RunningAzure) -> CommandWork:
    return cast("CommandWork", azure.platform.require("commands", CommandWork))


def error(run: dict[str, Any]) -> tuple[str, str]:
    found = run["error"]["error"]
    return found["code"], found["message"]


def test_several_nodes_with_quota_for_none_fail_the_job(azure: RunningAzure) -> None:
    resources = {"instanceType": "Standard_NC24ads_A100_v4", "instanceCount": 2}
    code, message = error(run(azure, "no-quota", "true", resources=resources, distribution=PYTORCH))
    assert code == "JobNodeCountExceedsCoreQuota"
    assert "vCPU quota of 0 and is less than the requested job node count of 2 which maps to 48 vCPUs" in message


def test_more_nodes_than_the_cluster_may_have_fail_the_job(azure: RunningAzure) -> None:
    cluster = make_cluster(azure, "two-nodes")
    asked = {"computeId": cluster, "resources": {"instanceCount": 3}, "distribution": PYTORCH}
    code, message = error(run(azure, "three-nodes", "true", **asked))
    assert code == "JobNodeCountExceedsClusterMaxNodeCount"
    assert "requests 3 nodes, but cluster 'two-nodes' has at most 2" in message


def test_a_job_waits_for_cores_that_others_have(azure: RunningAzure) -> None:
    there = QUOTA // CORES
    holder = make_cluster(azure, "holder", scaleSettings={"minNodeCount": there, "maxNodeCount": there})
    submit(azure, "patient", "true", resources={"instanceType": SIZE, "instanceCount": 1})
    reach(azure, "patient", "Queued")
    # Another one comes and goes meanwhile: who waits for nodes holds nobody else up.
    assert run(azure, "passes", "true", computeId=holder, resources={"instanceCount": 1})["status"] == "Completed"
    assert details(azure, "patient")["status"] == "Queued"
    azure.delete(holder)
    assert reach(azure, "patient", "Completed")["status"] == "Completed"


def test_a_job_that_loses_its_nodes_begins_again_with_what_it_has_written(azure: RunningAzure) -> None:
    identity = make_identity(azure, "preempted", BLOB_DATA_CONTRIBUTOR)
    cluster = make_cluster(azure, "low", identity["id"], vmPriority="LowPriority")
    command = (
        "cd ${{outputs.kept}}; [ -e saved ] && exec touch resumed; trap 'echo yes > saved; exit 0' TERM; "
        "touch $AZUREML_RUN_ID.began; sleep 600 & wait"
    )
    kept = {"kept": {"jobOutputType": "uri_folder"}}
    submit(azure, "preempted", command, computeId=cluster, resources={"instanceCount": 1}, outputs=kept)
    azure.poll(lambda: read(azure, "azureml/preempted/kept/preempted.began"), lambda found: found is not None)
    commands(azure).preempt(f"{PROJECT}/jobs/preempted")
    assert reach(azure, "preempted", "Completed")["status"] == "Completed"
    assert read(azure, "azureml/preempted/kept/saved") == b"yes\n"
    assert read(azure, "azureml/preempted/kept/resumed") is not None
    # Fetched, not found on the machine: the next nodes are others.
    assert "Output kept: 2 files were there." in (artifact(azure, "preempted", SERVICE_LOG) or "")


def test_low_priority_nodes_can_be_taken_away_by_time(start: Callable[[], RunningAzure]) -> None:
    running = start()
    running.options = running.options.model_copy(update={"preempt_after_seconds": 0.0})
    with running as azure:
        make_project(azure)
        ended = run(azure, "spot", "echo begun", queueSettings={"jobTier": "Spot"})
        assert ended["status"] == "Completed", ended["error"]
        log = artifact(azure, "spot", SERVICE_LOG) or ""
        assert log.count("The nodes were taken away") == 1
        assert log.count("Running on 1 node(s)") == 2


def test_dedicated_nodes_are_not_taken_away_and_come_back_when_the_job_ends(azure: RunningAzure) -> None:
    submit(azure, "dedicated", "sleep 600")
    reach(azure, "dedicated", "Running")
    with pytest.raises(LookupError, match="low priority"):
        commands(azure).preempt(f"{PROJECT}/jobs/dedicated")
    holder = f"{PROJECT}/jobs/dedicated".lower()
    held = azure.platform.store.get(TABLE, holder)
    assert held is not None
    assert held["cores"] == CORES
    azure.finish(azure.call("POST", f"{PROJECT}/jobs/dedicated/cancel"))
    assert azure.platform.store.get(TABLE, holder) is None
