"""Azure's own poller takes every long-running type to its end, by the style that the table has for it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from azure.core.exceptions import HttpResponseError
from azure.core.rest import HttpResponse

from catalogue.resource_types import ResourceType, resource_types
from local_azure.errors import AzureError
from local_azure.machine import PORT, Compute
from local_azure.management.paths import parse
from local_azure.platform import Platform
from local_azure.service import Service, discover
from tests.local_azure.management.arm_client import ArmClient, arm_client
from tests.local_azure.management.long_running import GROUP, resources
from tests.local_azure.running import LocalAzure

REFUSED = {"batchEndpoints", "batchEndpoints/deployments"}
"""Types of a workspace that the local Azure doesn't make at all."""
SERVES = "Microsoft.MachineLearningServices/workspaces/serverlessEndpoints"
"""The type whose PUT fails here, where nothing serves."""
ACCEPTED = {f"Microsoft.MachineLearningServices/workspaces{each}" for each in ("", "/outboundRules")}
"""Types whose PUT answers 202 although its end is told by Azure-AsyncOperation: clients take no 201."""
ELSEWHERE = {"onlineEndpoints/deployments", "quotas"}
"""Types that need a script that serves, or are no plain resource: followed to their end in tests of their own."""
LONG = {
    method: sorted(
        row.type
        for row in resource_types().values()
        if method in row.operations.long_running and row.type.split("/", 2)[-1] not in REFUSED | ELSEWHERE
    )
    for method in ("put", "delete")
}


@dataclass(frozen=True)
class Followed:
    """A long-running call.

    Attributes:
        begun: Its first answer.
        ended: What the poller gave at its end, None where it had failed.
        error: What the poller raised.
    """

    begun: HttpResponse
    ended: Any
    error: HttpResponseError | None = None


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ArmClient]:
    """Azure's client of a local Azure that trains and serves nothing."""
    services = [Service(name="compute", start=_provide_no_compute), *discover()]
    with LocalAzure(tmp_path_factory.mktemp("polled"), services=services) as azure:
        azure.register_all()
        with arm_client(azure) as opened:
            yield opened


@pytest.fixture(scope="module")
def made(client: ArmClient) -> Mapping[str, Followed]:
    """What came of each PUT, by type; types that answer at once among them."""
    return {_type(path): _follow(client, "PUT", path, body) for path, body in resources().items()}


@pytest.fixture(scope="module")
def deleted(client: ArmClient, made: Mapping[str, Followed]) -> Mapping[str, Followed]:
    """What came of each DELETE, by type, once everything had been made."""
    assert len(made) == len(resources()) - 1  # a hub and a project are of one type
    _until(lambda: client.send("GET", next(each for each in resources() if "/jobs/" in each)), _has_ended)
    return {_type(path): _follow(client, "DELETE", path) for path in reversed(resources())}


@pytest.mark.parametrize("kind", [each for each in LONG["put"] if each != SERVES])
def test_a_put_is_followed_to_its_end(made: Mapping[str, Followed], kind: str) -> None:
    style, followed = _row(kind).operations.put, made[kind]
    assert followed.error is None
    assert _style(followed.begun) == style
    assert followed.begun.status_code == (202 if style == "location" or kind in ACCEPTED else 201)
    if style != "location":
        assert followed.begun.json()["properties"].get("provisioningState", "Creating") in ("Creating", "Accepted")
    assert followed.ended["properties"].get("provisioningState", "Succeeded") == "Succeeded"
    assert followed.ended["type"] == kind


@pytest.mark.parametrize("kind", LONG["delete"])
def test_a_delete_is_followed_to_its_end(
    client: ArmClient, made: Mapping[str, Followed], deleted: Mapping[str, Followed], kind: str
) -> None:
    followed = deleted[kind]
    assert followed.error is None
    assert followed.begun.status_code == 202
    assert _style(followed.begun) == _row(kind).operations.delete
    assert "Location" in followed.begun.headers
    assert followed.ended is None or followed.ended.get("status") == "Succeeded"
    path = next(each for each in resources() if _type(each) == kind)
    assert client.send("GET", path).status_code == 404


def test_one_that_fails_raises_azures_error_and_leaves_the_resource_failed(made: Mapping[str, Followed]) -> None:
    failed = made[SERVES]
    assert failed.begun.status_code == 201
    assert failed.error is not None
    assert failed.error.error is not None
    assert failed.error.error.code == "ImageBuildFailure"
    assert "nothing serves here" in failed.error.error.message


def test_every_type_that_takes_its_time_is_followed() -> None:
    assert {*LONG["put"], *LONG["delete"]} <= {_type(path) for path in resources()}


def test_what_is_gone_is_deleted_at_once(client: ArmClient, deleted: Mapping[str, Followed]) -> None:
    assert deleted
    network = f"{GROUP}/providers/Microsoft.Network/virtualNetworks/vnet"
    assert client.send("DELETE", network).status_code in (204, 404)


def _follow(client: ArmClient, method: str, path: str, body: object = None) -> Followed:
    begun = client.run(method, path, body)
    assert begun.http_response.status_code < 300, (path, begun.http_response.text())
    try:
        return Followed(begun.http_response, client.follow(begun))
    except HttpResponseError as error:
        return Followed(begun.http_response, None, error)


def _style(answer: HttpResponse) -> str:
    if "Azure-AsyncOperation" in answer.headers:
        return "async-operation"
    return "location" if "Location" in answer.headers else "body"


def _type(path: str) -> str:
    parsed = parse(path)
    assert parsed is not None
    return parsed.type


def _row(kind: str) -> ResourceType:
    return resource_types()[kind.lower()]


def _until(read: Callable[[], HttpResponse], is_over: Callable[[HttpResponse], bool]) -> None:
    while not is_over(read()):
        Event().wait(0.01)


def _has_ended(job: HttpResponse) -> bool:
    return job.json()["properties"]["status"] in ("Completed", "Failed", "Canceled")


async def _provide_no_compute(platform: Platform) -> None:
    platform.provide(PORT, Compute(Path("none"), Path("none"), _nothing, _nothing, "none"))


async def _nothing(_report: object) -> Path:
    raise AzureError(400, "ImageBuildFailure", "Nothing is trained and nothing serves here.")
