"""Deployments are found, listed and forgotten."""

import pytest

from tests.local_azure.deployments.templates import deploy, deployment_id, identity, refusal, request, template
from tests.local_azure.running import LocalAzure


def test_deployments_are_listed_by_state_the_newest_first(local_azure: LocalAzure, group: str) -> None:
    for name, resource in (("one", identity("one")), ("two", identity("two", location="atlantis"))):
        deploy(local_azure, group, request(template(resource)), name=name)
    path = f"{group}/providers/Microsoft.Resources/deployments"
    assert [each["name"] for each in local_azure.call("GET", path + "/").json()["value"]] == ["two", "one"]
    assert [each["name"] for each in local_azure.call("GET", path + "?$top=1").json()["value"]] == ["two"]
    failed = local_azure.call("GET", f"{path}?$filter=provisioningState eq 'Succeeded'").json()["value"]
    assert [each["name"] for each in failed] == ["one"]
    assert refusal(local_azure.call("GET", f"{path}?$filter=name eq 'x'")) == (400, "InvalidFilterInQueryString")


def test_whether_a_deployment_is_there(local_azure: LocalAzure, group: str) -> None:
    assert local_azure.call("HEAD", deployment_id(group)).status_code == 404
    deploy(local_azure, group, request(template()))
    assert local_azure.call("HEAD", deployment_id(group)).status_code == 204


@pytest.mark.parametrize("segment", ["deployments", "providers/Microsoft.Resources/deployments"])
def test_operations_are_asked_for_with_and_without_the_provider(
    local_azure: LocalAzure, group: str, segment: str
) -> None:
    deploy(local_azure, group, request(template(identity("one"))))
    path = f"{group.replace('resourceGroups', 'resourcegroups')}/{segment}/trial/operations"
    found = local_azure.call("GET", path, api="2020-06-01").json()["value"]
    assert len(found) == 2
    each = local_azure.call("GET", f"{path}/{found[0]['operationId']}", api="2020-06-01")
    assert each.json() == found[0]
    assert refusal(local_azure.call("GET", f"{path}/none")) == (404, "DeploymentOperationNotFound")


def test_a_deployment_is_forgotten_and_what_it_made_stays(local_azure: LocalAzure, group: str) -> None:
    deploy(local_azure, group, request(template(identity("stays"))))
    assert local_azure.call("DELETE", deployment_id(group)).status_code == 202
    local_azure.delete(deployment_id(group))
    assert refusal(local_azure.call("GET", deployment_id(group))) == (404, "DeploymentNotFound")
    assert local_azure.call("DELETE", deployment_id(group)).status_code == 204
    path = f"{group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/stays"
    assert local_azure.call("GET", path).status_code == 200


def test_deployments_are_no_resources_of_their_group(local_azure: LocalAzure, group: str) -> None:
    deploy(local_azure, group, request(template()))
    assert local_azure.call("GET", f"{group}/resources").json()["value"] == []
