"""A workspace with a customer-managed key runs no serverless fine-tuning."""

import pytest

from local_azure.errors import AzureError
from local_azure.machinelearning.jobs.network import refuse_own_key
from local_azure.resources import Resource
from tests.local_azure.machinelearning.running import HUB, RunningAzure


def encrypted(azure: RunningAzure, status: str) -> Resource:
    now = azure.platform.clock.now()
    body = {"location": "eastus2", "kind": "Hub", "properties": {"encryption": {"status": status}}}
    return Resource(HUB, "Microsoft.MachineLearningServices/workspaces", "hub", "2025-12-01", body, now, now)


def test_serverless_tuning_and_a_key_of_ones_own_do_not_go_together(azure: RunningAzure) -> None:
    with pytest.raises(AzureError, match="customer-managed key") as refused:
        refuse_own_key(azure.platform, encrypted(azure, "Enabled"))
    assert refused.value.status == 400
    refuse_own_key(azure.platform, encrypted(azure, "Disabled"))
