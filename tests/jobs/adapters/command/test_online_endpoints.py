"""Managed online endpoints: made under the stack's identity, their deployments with what the guide asks for."""

import pytest

from jobs.adapters.command.code_assets import CodeAssets
from jobs.adapters.command.online_endpoints import OnlineEndpoints
from jobs.domain.endpoint import EndpointSpec
from jobs.domain.errors import QuotaError
from tests.jobs.adapters.command.requests import STACK
from tests.jobs.adapters.command.workspace_in_memory import MemoryRest, workspace_in_memory
from tests.jobs.cloud_in_memory import HeldClock

SPEC = EndpointSpec(
    "style-1", "eastus2", "/models/style/versions/1", True, {"owner": "us", "job": "j"}, "Standard_E4s_v3", 1, "blue"
)
BLUE = "/onlineEndpoints/style-1/deployments/blue"


def online() -> tuple[OnlineEndpoints, MemoryRest]:
    workspace, rest, datastore, _ = workspace_in_memory()
    return OnlineEndpoints(workspace, CodeAssets(workspace, datastore), HeldClock()), rest


def test_an_endpoint_takes_tokens_alone_and_acts_as_its_own_identity() -> None:
    endpoints, rest = online()
    endpoints.create(SPEC)
    made = rest.resources["/onlineEndpoints/style-1"]
    assert made["properties"]["authMode"] == "AADToken"
    assert made["identity"] == {"type": "UserAssigned", "userAssignedIdentities": {STACK.endpoint_identity_id: {}}}
    assert made["tags"] == {"owner": "us"}
    assert made["properties"]["traffic"] == {}


def test_an_endpoint_is_closed_to_the_internet_where_its_workspace_is() -> None:
    for access, expected in (({"publicNetworkAccess": "Disabled"}, "Disabled"), ({}, "Enabled")):
        endpoints, rest = online()
        rest.resources[""] = {"properties": access}
        endpoints.create(SPEC)
        assert rest.resources["/onlineEndpoints/style-1"]["properties"]["publicNetworkAccess"] == expected


def test_a_deployment_has_the_guides_machine_limits_and_probes() -> None:
    endpoints, rest = online()
    endpoints.create(SPEC)
    properties = rest.resources[BLUE]["properties"]
    assert properties["instanceType"] == "Standard_E4s_v3"
    assert rest.resources[BLUE]["sku"] == {"name": "Default", "capacity": 1}
    assert properties["requestSettings"] == {
        "maxConcurrentRequestsPerInstance": 16,
        "requestTimeout": "PT180S",
        "maxQueueWait": "PT120S",
    }
    assert properties["environmentVariables"] == {"GUNICORN_CMD_ARGS": "--threads 16"}
    probe = properties["livenessProbe"]
    assert (probe["initialDelay"], probe["period"], probe["failureThreshold"]) == ("PT500S", "PT100S", 30)
    assert properties["codeConfiguration"]["scoringScript"] == "score.py"


def test_a_new_deployment_has_no_traffic_and_is_listed_beside_the_live_one() -> None:
    endpoints, _ = online()
    endpoints.create(SPEC)
    endpoints.route("style-1", {"blue": 100})
    green = EndpointSpec(**{**vars(SPEC), "deployment": "green", "model_id": "/models/style/versions/2"})
    assert endpoints.create(green).traffic == 0
    assert [(one.deployment, one.traffic, one.model_id) for one in endpoints.list()] == [
        ("blue", 100, "/models/style/versions/1"),
        ("green", 0, "/models/style/versions/2"),
    ]


def test_traffic_is_moved_without_losing_what_else_the_endpoint_has() -> None:
    endpoints, rest = online()
    endpoints.create(SPEC)
    before = rest.resources["/onlineEndpoints/style-1"]
    endpoints.route("style-1", {"blue": 90, "green": 10, "red": 0})
    after = rest.resources["/onlineEndpoints/style-1"]
    assert after["properties"]["traffic"] == {"blue": 90, "green": 10}
    assert (after["identity"], after["tags"]) == (before["identity"], before["tags"])


def test_what_can_not_be_provisioned_shows_the_end_of_its_log_and_keeps_its_kind() -> None:
    endpoints, rest = online()
    rest.faults[BLUE] = QuotaError("not enough cores", fix="Ask for more.")
    with pytest.raises(QuotaError, match=r"not enough cores\n  \| loading weights\n  \| RuntimeError") as failed:
        endpoints.create(SPEC)
    assert failed.value.fix == "Ask for more."


def test_what_is_not_there_is_deleted_without_complaint() -> None:
    endpoints, rest = online()
    endpoints.withdraw("style-1", "blue")
    endpoints.delete("style-1")
    assert rest.calls == [f"DELETE {BLUE}", "DELETE /onlineEndpoints/style-1"]
