"""Fixtures: a Foundry account with a base deployment on a local Azure, its training a program of a moment."""

import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jobs.adapters.azure_cloud import AzureCloud
from jobs.adapters.openai import cloud as openai
from jobs.domain.stack import StackOutputs
from local_azure.identity import DEPLOYER_OBJECT_ID, SUBSCRIPTION_ID, TENANT_ID
from local_azure.machine import Compute, Report
from local_azure.platform import Platform
from tests.jobs.adapters.environment import environment_of
from tests.local_azure.machinelearning.conftest import azurite
from tests.local_azure.machinelearning.running import GROUP, RunningAzure, make_project
from tests.local_azure.openai.client import CONTRIBUTOR
from tests.local_azure.openai.conftest import PROGRAMS, SERVER

__all__ = ["azurite"]

ROOT = Path(__file__).parents[4]
ACCOUNT = f"{GROUP}/providers/Microsoft.CognitiveServices/accounts/aitest"
ROLES = f"/subscriptions/{SUBSCRIPTION_ID}/providers/Microsoft.Authorization/roleDefinitions"
ASSIGNMENT = "5ca1ab1e-0000-4000-8000-00000000000b"
STACK = StackOutputs(
    journey="gpt4o",
    method="openai",
    environment="test",
    subscription_id=SUBSCRIPTION_ID,
    tenant_id=TENANT_ID,
    location="eastus2",
    resource_group_name="rg-test",
    account_id=ACCOUNT,
    account_name="aitest",
    openai_endpoint="https://aitest.openai.azure.com/",
    model="gpt-4o",
    deployment_name="gpt-4o",
    deployment_sku="GlobalStandard",
    deployment_capacity=50,
    storage_account_name="sttest",
    storage_container="tunestack",
    tags={"owner": "somebody", "stack": "gpt4o-test"},
)


class HastyClock:
    """Time that waits only a moment, however long it is asked to."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(min(seconds, 0.02))


def _compute(platform: Platform) -> Compute:
    async def python(_report: Report) -> Path:
        return Path(sys.executable)

    async def weights(_report: Report) -> Path:
        return platform.directory

    return Compute(PROGRAMS / "fake_trainer.py", SERVER, python, weights, "quick")


@pytest.fixture(scope="session")
def azure(azurite: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningAzure]:
    with RunningAzure(tmp_path_factory.mktemp("openai"), ROOT, _compute) as running:
        make_project(running)
        register = f"/subscriptions/{SUBSCRIPTION_ID}/providers/Microsoft.CognitiveServices/register"
        running.call("POST", register).raise_for_status()
        body = {"location": "eastus2", "kind": "AIServices", "sku": {"name": "S0"}}
        running.put(ACCOUNT, {**body, "properties": {"customSubDomainName": "aitest"}})
        assigned = {"principalId": DEPLOYER_OBJECT_ID, "roleDefinitionId": f"{ROLES}/{CONTRIBUTOR}"}
        running.put(
            f"{ACCOUNT}/providers/Microsoft.Authorization/roleAssignments/{ASSIGNMENT}", {"properties": assigned}
        )
        model = {"format": "OpenAI", "name": "gpt-4o", "version": "2024-08-06"}
        sku = {"name": "GlobalStandard", "capacity": 50}
        running.put(f"{ACCOUNT}/deployments/gpt-4o", {"sku": sku, "properties": {"model": model}})
        yield running


@pytest.fixture(scope="module")
def cloud(azure: RunningAzure) -> Iterator[AzureCloud]:
    with environment_of(azure), pytest.MonkeyPatch.context() as patch:
        patch.setattr(openai, "SystemClock", HastyClock)
        yield openai.openai_cloud(STACK)
