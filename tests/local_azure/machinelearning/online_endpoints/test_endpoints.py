"""Online endpoints as resources: completed, checked, opened by keys and tokens, named once in a region."""

from typing import Any

import pytest

from tests.local_azure.machinelearning.online_endpoints.deploying import (
    deploy,
    endpoint_body,
    key_of,
    make_endpoint,
    refusal,
    set_traffic,
)
from tests.local_azure.machinelearning.running import GROUP, HUB, PROJECT, RunningAzure

USER = f"{GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/nobody"


def test_an_endpoint_gets_address_identity_and_what_it_leaves_out(azure: RunningAzure) -> None:
    body = azure.get(make_endpoint(azure, "Made-Here"))
    properties: dict[str, Any] = body["properties"]
    assert properties["scoringUri"] == "https://made-here.eastus2.inference.ml.azure.com/score"
    assert properties["swaggerUri"] == "https://made-here.eastus2.inference.ml.azure.com/swagger.json"
    assert (properties["traffic"], properties["properties"]) == ({}, {})
    assert (properties["provisioningState"], properties["publicNetworkAccess"]) == ("Succeeded", "Enabled")
    assert body["identity"]["type"] == "SystemAssigned"
    assert azure.platform.tokens.principal(body["identity"]["principalId"]) is not None


def test_keys_that_are_sent_along_are_kept_and_not_shown(azure: RunningAzure) -> None:
    keys = {"primaryKey": "first", "secondaryKey": "second"}
    endpoint = make_endpoint(azure, "own-keys", keys=keys)
    assert "keys" not in azure.get(endpoint)["properties"]
    assert azure.call("POST", f"{endpoint}/listKeys").json() == keys


def test_a_key_is_made_anew_and_the_other_stays(azure: RunningAzure) -> None:
    endpoint = make_endpoint(azure, "new-keys")
    before = azure.call("POST", f"{endpoint}/listKeys").json()
    assert azure.call("POST", f"{endpoint}/regenerateKeys", {"keyType": "Secondary"}).status_code == 200
    after = azure.call("POST", f"{endpoint}/listKeys").json()
    assert before["primaryKey"] == after["primaryKey"] == key_of(azure, endpoint)
    assert before["secondaryKey"] != after["secondaryKey"]
    assert azure.call("POST", f"{endpoint}/regenerateKeys", {"keyType": "Third"}).status_code == 400


@pytest.mark.parametrize("mode", ["AADToken", "AMLToken"])
def test_an_endpoint_that_takes_tokens_has_no_keys(azure: RunningAzure, mode: str) -> None:
    endpoint = make_endpoint(azure, f"keyless-{mode.lower()}", mode)
    for action in ("listKeys", "regenerateKeys"):
        assert f"by {mode}, not by Key" in refusal(azure.call("POST", f"{endpoint}/{action}", {"keyType": "Primary"}))


def test_an_endpoint_that_takes_keys_has_no_token(azure: RunningAzure) -> None:
    endpoint = make_endpoint(azure, "tokenless")
    assert "by Key, not by AMLToken" in refusal(azure.call("POST", f"{endpoint}/token"))


def test_a_name_is_there_once_in_a_region(azure: RunningAzure) -> None:
    make_endpoint(azure, "only-one")
    taken = azure.call("PUT", f"{HUB}/onlineEndpoints/only-one", endpoint_body())
    assert refusal(taken).startswith("400 BadRequest")
    assert "Endpoint name needs to be unique within a region" in refusal(taken)
    assert azure.call("PUT", f"{PROJECT}/onlineEndpoints/1-wrong", endpoint_body()).status_code == 400


@pytest.mark.parametrize(
    ("traffic", "mirrored", "says"),
    [
        ({"blue": 60, "green": 30}, {}, "sum up to 90"),
        ({"red": 100}, {}, "deployment 'red' does not exist"),
        ({"blue": 101}, {}, "from 0 to 100"),
        ({"blue": True}, {}, "from 0 to 100"),
        ({"blue": 100}, {"green": 60}, "50 % of them at most"),
        ({"blue": 100}, {"blue": 10}, "none can be mirrored to it"),
        ({}, {"blue": 10, "green": 10}, "to one deployment"),
    ],
)
def test_shares_that_cannot_be_are_refused(
    azure: RunningAzure, traffic: dict[str, int], mirrored: dict[str, int], says: str
) -> None:
    endpoint = f"{PROJECT}/onlineEndpoints/shares"
    if azure.call("GET", endpoint).status_code == 404:
        make_endpoint(azure, "shares")
        for name in ("blue", "green"):
            deploy(azure, endpoint, name)
    refused = azure.call("PUT", endpoint, endpoint_body(traffic=traffic, mirrorTraffic=mirrored))
    assert refusal(refused).startswith("400 BadRequest: ")
    assert says in refusal(refused)


def test_shares_of_nothing_are_nothing(azure: RunningAzure) -> None:
    endpoint = make_endpoint(azure, "empty-shares")
    set_traffic(azure, endpoint)
    assert azure.get(endpoint)["properties"]["traffic"] == {}


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"properties": {"authMode": "Password"}}, "isn't a value of AuthMode"),
        ({"properties": {"authMode": "Key", "publicNetworkAccess": "Sometimes"}}, "PublicNetworkAccess"),
        ({"properties": {"authMode": "Key", "compute": "k8s"}}, "NotSupportedByLocalAzure"),
        ({"location": "westus3"}, "isn't its workspace's"),
        ({"identity": {"type": "UserAssigned", "userAssignedIdentities": {USER: {}}}}, "could not be found"),
    ],
)
def test_what_cannot_be_an_endpoint_is_refused(azure: RunningAzure, changed: dict[str, Any], says: str) -> None:
    answer = azure.call("PUT", f"{PROJECT}/onlineEndpoints/never", {**endpoint_body(), **changed})
    assert answer.status_code in (400, 501)
    assert says in refusal(answer)


def test_the_identity_of_an_endpoint_stays(azure: RunningAzure) -> None:
    endpoint = make_endpoint(azure, "who")
    other = {**endpoint_body(), "identity": {"type": "UserAssigned", "userAssignedIdentities": {USER: {}}}}
    assert "can't be changed" in refusal(azure.call("PUT", endpoint, other))
    before = azure.get(endpoint)["identity"]
    azure.put(endpoint, endpoint_body("AADToken"))
    assert azure.get(endpoint)["identity"] == before
    assert azure.get(endpoint)["properties"]["authMode"] == "AADToken"


def test_endpoints_and_deployments_are_listed(azure: RunningAzure) -> None:
    endpoint = make_endpoint(azure, "listed")
    deploy(azure, endpoint, "blue")
    endpoints = azure.get(f"{PROJECT}/onlineEndpoints")["value"]
    assert "listed" in [each["name"] for each in endpoints]
    assert [each["name"] for each in azure.get(f"{endpoint}/deployments")["value"]] == ["blue"]
