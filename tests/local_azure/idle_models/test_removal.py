"""A tuned model that nobody asks for fifteen days is deployed no more; what is asked, or untuned, stays."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from local_azure.identity import SUBSCRIPTION_SCOPE
from local_azure.idle_models.removal import SERVERLESS, remove_idle
from local_azure.idle_models.uses import note_use
from local_azure.instance import open_platform, running
from local_azure.management import SERVICE as MANAGEMENT
from local_azure.options import Options
from local_azure.platform import Platform
from local_azure.resources import Resource
from tests.local_azure.running import ROOT, HeldClock

GROUP = f"{SUBSCRIPTION_SCOPE}/resourceGroups/rg"
ACCOUNT = f"{GROUP}/providers/Microsoft.CognitiveServices/accounts/ai"
WORKSPACE = f"{GROUP}/providers/Microsoft.MachineLearningServices/workspaces/ws"
TUNED_DEPLOYMENT, BASE_DEPLOYMENT = (f"{ACCOUNT}/deployments/{name}" for name in ("tuned", "base"))
TUNED_ENDPOINT, BASE_ENDPOINT = (f"{WORKSPACE}/serverlessEndpoints/{name}" for name in ("tuned", "base"))


class TunedModels:
    """One tuned model."""

    def base_of(self, _account_id: str, name: str) -> str | None:
        return "gpt-4o" if name == "gpt-4o.ft-1" else None


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def platform(tmp_path: Path, clock: HeldClock) -> Platform:
    opened = open_platform(tmp_path, root=ROOT, clock=clock, options=Options())
    opened.provide("tuned-models", TunedModels())
    deployments = "Microsoft.CognitiveServices/accounts/deployments"
    for resource_id, model in ((TUNED_DEPLOYMENT, "gpt-4o.ft-1"), (BASE_DEPLOYMENT, "gpt-4o")):
        _put(opened, resource_id, deployments, "2025-06-01", {"model": {"name": model}})
    for resource_id, model in (
        (TUNED_ENDPOINT, "azureml://locations/l/models/m"),
        (BASE_ENDPOINT, "azureml://registries/r"),
    ):
        _put(opened, resource_id, SERVERLESS, "2025-12-01", {"modelSettings": {"modelId": model}})
    return opened


def _put(platform: Platform, resource_id: str, resource_type: str, version: str, properties: dict[str, object]) -> None:
    now = platform.clock.now()
    name = resource_id.rsplit("/", 1)[1]
    platform.resources.put(Resource(resource_id, resource_type, name, version, {"properties": properties}, now, now))


def _sweep(platform: Platform) -> list[str]:
    async def swept() -> list[str]:
        async with running(platform, [MANAGEMENT]):
            found = await remove_idle(platform)
            assert all(platform.resources.get(each) is None for each in found)
            return sorted(found)

    return asyncio.run(swept())


def test_after_fifteen_days_tuned_deployments_and_endpoints_go_and_no_others(
    platform: Platform, clock: HeldClock
) -> None:
    clock.advance(days=15)
    assert _sweep(platform) == sorted([TUNED_DEPLOYMENT, TUNED_ENDPOINT])


def test_a_moment_before_nothing_goes(platform: Platform, clock: HeldClock) -> None:
    clock.advance(days=15, seconds=-1)
    assert _sweep(platform) == []


def test_what_was_asked_meanwhile_stays(platform: Platform, clock: HeldClock) -> None:
    clock.advance(days=10)
    asked = platform.resources.get(TUNED_DEPLOYMENT)
    assert asked is not None
    note_use(platform, asked)
    clock.advance(days=10)
    assert _sweep(platform) == [TUNED_ENDPOINT]


def test_what_is_still_being_made_stays(platform: Platform, clock: HeldClock) -> None:
    for resource_id in (TUNED_DEPLOYMENT, TUNED_ENDPOINT):
        made = platform.resources.get(resource_id)
        assert made is not None
        platform.resources.put(replace(made, state="Creating"))
    clock.advance(days=20)
    assert _sweep(platform) == []
