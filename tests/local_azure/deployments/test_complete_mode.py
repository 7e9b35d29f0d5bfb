"""Mode Complete deletes what a group has and the template hasn't; Incremental leaves it."""

import uuid

from tests.local_azure.deployments.templates import IDENTITIES, deploy, deployment_id, identity, request, template
from tests.local_azure.running import LocalAzure


def names(azure: LocalAzure, group: str) -> list[str]:
    return [one["name"] for one in azure.call("GET", f"{group}/providers/{IDENTITIES}").json()["value"]]


def test_what_the_template_lacks_is_deleted(local_azure: LocalAzure, group: str) -> None:
    deploy(local_azure, group, request(template(identity("one"), identity("two"))))
    deploy(local_azure, group, request(template(identity("three"))))
    assert names(local_azure, group) == ["one", "three", "two"]
    role = f"{group}/providers/Microsoft.Authorization/roleAssignments/{uuid.uuid4()}"
    reader = "/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7"
    properties = {"roleDefinitionId": reader, "principalId": str(uuid.uuid4()), "principalType": "ServicePrincipal"}
    local_azure.call("PUT", role, {"properties": properties}, api="2022-04-01").raise_for_status()
    made = deploy(local_azure, group, request(template(identity("two")), mode="Complete"))["properties"]
    assert (made["provisioningState"], made["mode"]) == ("Succeeded", "Complete")
    assert names(local_azure, group) == ["two"]
    assert local_azure.call("GET", role, api="2022-04-01").status_code == 200
    operations = local_azure.call("GET", f"{deployment_id(group)}/operations").json()["value"]
    deleted = [one for one in operations if one["properties"]["provisioningOperation"] == "Delete"]
    assert sorted(one["properties"]["targetResource"]["resourceName"] for one in deleted) == ["one", "three"]


def test_what_can_not_be_deleted_fails_the_deployment(local_azure: LocalAzure, group: str) -> None:
    deploy(local_azure, group, request(template(identity("kept"), identity("gone"))))
    lock = f"{group}/providers/{IDENTITIES}/kept/providers/Microsoft.Authorization/locks/keep"
    local_azure.call("PUT", lock, {"properties": {"level": "CanNotDelete"}}, api="2020-05-01").raise_for_status()
    made = deploy(local_azure, group, request(template(), mode="Complete"))["properties"]
    local_azure.call("DELETE", lock, api="2020-05-01").raise_for_status()
    assert (made["provisioningState"], [each["code"] for each in made["error"]["details"]]) == (
        "Failed",
        ["ScopeLocked"],
    )
    assert names(local_azure, group) == ["kept"]


def test_nothing_is_deleted_when_a_write_failed(local_azure: LocalAzure, group: str) -> None:
    deploy(local_azure, group, request(template(identity("one"))))
    failing = request(template(identity("two", location="atlantis")), mode="Complete")
    assert deploy(local_azure, group, failing)["properties"]["provisioningState"] == "Failed"
    assert names(local_azure, group) == ["one"]
