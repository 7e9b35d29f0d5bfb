"""API versions over the wire: required, well-formed, and known for the type that is asked about."""

import pytest
from azure.core.rest import HttpResponse

from catalogue.api_versions import versions_of
from catalogue.resource_types import resource_types
from local_azure.identity import SUBSCRIPTION_SCOPE
from tests.local_azure.management.arm_client import ArmClient, arm_client
from tests.local_azure.running import ARM, LocalAzure

IDENTITIES = "providers/Microsoft.ManagedIdentity/userAssignedIdentities"
FUTURE = "2099-01-01"
"""Well-formed, and older than nothing."""


def refusal(answer: object) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("version", ["2024-13-01", "2024-10-32", "latest", "2024-10-01-beta", "v1", "2024-10-01;"])
def test_a_version_that_is_no_day_is_refused_wherever_it_is_sent(
    local_azure: LocalAzure, group: str, version: str
) -> None:
    for path in (group, f"{group}/{IDENTITIES}/x", SUBSCRIPTION_SCOPE, f"{SUBSCRIPTION_SCOPE}/providers"):
        assert refusal(local_azure.call("GET", path, api=version)) == (400, "InvalidApiVersionParameter")


@pytest.mark.parametrize("path", ["", "/providers", "/resources", "/locations", "/providers/Microsoft.Compute/skus"])
def test_no_call_goes_without_a_version(local_azure: LocalAzure, path: str) -> None:
    answer = local_azure.call("GET", f"{SUBSCRIPTION_SCOPE}{path}", api="")
    assert refusal(answer) == (400, "MissingApiVersionParameter")
    assert answer.headers["x-ms-failure-cause"] == "gateway"


def test_a_version_that_a_type_never_had_is_refused_with_those_it_has(local_azure: LocalAzure, group: str) -> None:
    identity, body = f"{group}/{IDENTITIES}/id-version", {"location": "eastus2"}
    refused = local_azure.call("PUT", identity, body, api="2022-12-31")
    assert refusal(refused) == (400, "NoRegisteredProviderFound")
    message = refused.json()["error"]["message"]
    assert "for location 'eastus2' and API version '2022-12-31' for type 'userAssignedIdentities'" in message
    assert ", ".join(versions_of("Microsoft.ManagedIdentity/userAssignedIdentities")) in message
    for method in ("GET", "DELETE"):
        refused = local_azure.call(method, identity, api="2022-12-31")
        assert refusal(refused) == (400, "InvalidResourceType")
        assert "'2023-01-31'" not in refused.json()["error"]["message"].split("supported")[0]


def test_a_group_knows_the_versions_of_resource_manager(local_azure: LocalAzure, group: str) -> None:
    refused = local_azure.call("GET", group, api="2022-12-31")
    assert refusal(refused) == (400, "InvalidApiVersionParameter")
    assert "2024-03-01" in refused.json()["error"]["message"]


@pytest.mark.parametrize(
    "path",
    [
        f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.Compute/skus",
        f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.CognitiveServices/locations/eastus2/usages",
        f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.KeyVault/deletedVaults",
    ],
)
def test_a_call_about_no_type_is_held_to_its_providers_time(local_azure: LocalAzure, path: str) -> None:
    assert refusal(local_azure.call("GET", path, api=FUTURE)) == (400, "InvalidResourceType")
    assert local_azure.call("GET", path).status_code == 200


def test_every_listed_version_of_a_type_is_taken(local_azure: LocalAzure, group: str) -> None:
    for version in versions_of("Microsoft.ManagedIdentity/userAssignedIdentities"):
        answer = local_azure.call("PUT", f"{group}/{IDENTITIES}/id-{version}", {"location": "eastus2"}, api=version)
        assert answer.status_code == 201


@pytest.fixture
def client(local_azure: LocalAzure) -> ArmClient:
    with arm_client(local_azure) as opened:
        yield opened


def test_providers_list_the_versions_of_their_types(client: ArmClient) -> None:
    listed: HttpResponse = client.send("GET", f"{SUBSCRIPTION_SCOPE}/providers")
    told = {
        f"{provider['namespace']}/{each['resourceType']}": each
        for provider in listed.json()["value"]
        for each in provider["resourceTypes"]
    }
    for row in resource_types().values():
        assert told[row.type]["apiVersions"] == list(versions_of(row.type))
        assert told[row.type]["defaultApiVersion"] == row.api_version


def test_the_name_of_the_parameter_has_no_case(local_azure: LocalAzure, group: str) -> None:
    headers = {"Authorization": f"Bearer {local_azure.token()}"}
    assert local_azure.http.get(f"{ARM}{group}?API-Version=2024-03-01", headers=headers).status_code == 200
