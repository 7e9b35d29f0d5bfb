"""When a service can't do its work, the operation says why, and the resource can be tried again or deleted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest

from local_azure.behaviour import Behaviour
from local_azure.errors import AzureError
from local_azure.json_types import Json
from local_azure.platform import Platform
from local_azure.resources import Resource
from local_azure.service import Service, discover
from tests.local_azure.running import LocalAzure, group_id

REGISTRY = f"{group_id('rg')}/providers/Microsoft.ContainerRegistry/registries/regfailing12345"
BODY: Json = {"location": "eastus2", "sku": {"name": "Basic"}, "properties": {}}


@dataclass
class Trouble:
    """What a service of the test's own raises."""

    provision: Exception | None = None
    delete: Exception | None = None


TROUBLE = Trouble()


def troubled(_: Platform) -> Mapping[str, Behaviour]:
    async def provision(_: Resource) -> None:
        if TROUBLE.provision:
            raise TROUBLE.provision

    async def delete(_: Resource) -> None:
        if TROUBLE.delete:
            raise TROUBLE.delete

    return {"microsoft.containerregistry/registries": Behaviour(provision=provision, delete=delete)}


@pytest.fixture(scope="module")
def azure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAzure]:
    services = [service for service in discover() if service.name != "containerregistry"]
    services.append(Service("troubled", behaviours=troubled))
    with LocalAzure(tmp_path_factory.mktemp("troubled"), services=services) as running:
        running.register_all()
        running.put(group_id("rg"), {"location": "eastus2"})
        yield running


@pytest.fixture(autouse=True)
def no_trouble() -> Iterator[None]:
    yield
    TROUBLE.provision = TROUBLE.delete = None


def state(azure: LocalAzure) -> str:
    return azure.call("GET", REGISTRY).json()["properties"]["provisioningState"]


def test_a_failed_put_says_why_and_can_be_tried_again(azure: LocalAzure) -> None:
    TROUBLE.provision = AzureError(400, "QuotaExceeded", "no room", target="registry")
    status = azure.finish(azure.call("PUT", REGISTRY, BODY)).json()
    assert status["status"] == "Failed"
    assert status["error"] == {"code": "QuotaExceeded", "message": "no room", "target": "registry"}
    assert state(azure) == "Failed"
    TROUBLE.provision = None
    assert azure.finish(azure.call("PUT", REGISTRY, BODY)).json()["status"] == "Succeeded"
    assert state(azure) == "Succeeded"


def test_a_fault_of_ours_leaves_no_resource_that_is_busy_for_ever(
    azure: LocalAzure, caplog: pytest.LogCaptureFixture
) -> None:
    TROUBLE.provision = RuntimeError("a fault of ours")
    status = azure.finish(azure.call("PUT", REGISTRY, BODY | {"tags": {"a": "b"}})).json()
    assert (status["status"], status["error"]["code"]) == ("Failed", "InternalServerError")
    assert state(azure) == "Failed"
    assert "a fault of ours" in caplog.text
    assert azure.delete(REGISTRY).status_code == 204


def test_a_failed_delete_leaves_the_resource_and_says_why(azure: LocalAzure) -> None:
    azure.put(REGISTRY, BODY)
    TROUBLE.delete = AzureError(409, "StillInUse", "an image is being built")
    failed = azure.delete(REGISTRY)
    assert (failed.status_code, failed.json()["error"]["code"]) == (409, "StillInUse")
    assert state(azure) == "Succeeded"
    TROUBLE.delete = None
    assert azure.delete(REGISTRY).status_code == 204
