"""Deployments take cores of the quota, with a fifth more instances for upgrades, and give them back."""

from collections.abc import Callable

import pytest

from local_azure.machinelearning.online_endpoints.reserved_cores import cores_needed
from local_azure.machinelearning.online_endpoints.settings import parse_settings
from local_azure.quota.cores import Cores
from tests.local_azure.machinelearning.online_endpoints.deploying import (
    FAILING,
    FAMILY,
    QUOTA,
    deploy,
    make_endpoint,
    score,
)
from tests.local_azure.machinelearning.running import OperationFailedError, RunningAzure


def used(azure: RunningAzure) -> int:
    return Cores(azure.platform).used(FAMILY, "eastus2")


@pytest.mark.parametrize(
    ("size", "instances", "cores"),
    [
        ("Standard_E4s_v3", 1, 8),
        ("Standard_E4s_v3", 5, 24),
        ("Standard_E4s_v3", 6, 32),
        ("Standard_NC24ads_A100_v4", 2, 48),
    ],
)
def test_a_fifth_more_instances_are_rounded_up_where_the_family_has_them(size: str, instances: int, cores: int) -> None:
    properties = {
        "endpointComputeType": "Managed",
        "instanceType": size,
        "codeConfiguration": {"scoringScript": "score.py"},
    }
    assert cores_needed(parse_settings(properties, {"capacity": instances}, "eastus2")) == cores


def test_a_deployment_holds_its_cores_while_it_is_there(azure: RunningAzure) -> None:
    before = used(azure)
    endpoint = make_endpoint(azure, "holds")
    deployment = deploy(azure, endpoint, "blue")
    assert used(azure) == before + 8
    azure.finish(azure.call("PATCH", deployment, {"sku": {"capacity": 5}}).raise_for_status())
    assert used(azure) == before + 24
    azure.delete(endpoint)
    assert used(azure) == before


def test_above_the_quota_the_deployment_fails_and_holds_nothing(azure: RunningAzure) -> None:
    before = used(azure)
    endpoint = make_endpoint(azure, "too-large")
    with pytest.raises(OperationFailedError, match=rf"OutOfQuota.*requested is 1200 and your maximum .* is {QUOTA}"):
        deploy(azure, endpoint, "blue", capacity=250)
    with pytest.raises(OperationFailedError, match="ResourceNotReady"):
        deploy(azure, endpoint, "green", FAILING)
    assert used(azure) == before


def test_an_update_above_the_quota_leaves_what_there_was(azure: RunningAzure) -> None:
    endpoint = make_endpoint(azure, "too-large-later")
    deployment = deploy(azure, endpoint, "blue")
    before = used(azure)
    with pytest.raises(OperationFailedError, match="OutOfQuota"):
        azure.finish(azure.call("PATCH", deployment, {"sku": {"capacity": 250}}).raise_for_status())
    assert used(azure) == before
    assert score(azure, endpoint, 1, azureml_model_deployment="blue").status_code == 200


def test_families_without_quota_have_no_machine_for_a_deployment(start: Callable[[], RunningAzure]) -> None:
    from tests.local_azure.machinelearning.running import make_project

    with start() as azure:
        make_project(azure)
        endpoint = make_endpoint(azure, "gpu")
        with pytest.raises(OperationFailedError, match=r"OutOfQuota.*standardNCADSA100v4Family"):
            deploy(azure, endpoint, "blue", instanceType="Standard_NC24ads_A100_v4")
