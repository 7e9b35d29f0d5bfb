"""Deployments are checked, previewed and exported without anything being written."""

from typing import Any

from tests.local_azure.deployments.templates import (
    IDENTITIES,
    account,
    deploy,
    deployment_id,
    identity,
    refusal,
    request,
    template,
)
from tests.local_azure.running import LocalAzure


def preview(azure: LocalAzure, group: str, body: object) -> dict[str, Any]:
    answer = azure.call("POST", f"{deployment_id(group)}/whatIf", body)
    assert answer.status_code == 202
    found: dict[str, Any] = azure.call("GET", answer.headers["Location"]).raise_for_status().json()
    assert found["status"] == "Succeeded"
    return {each["resourceId"].rsplit("/", 1)[-1]: each for each in found["properties"]["changes"]}


def test_a_template_is_checked_without_being_deployed(local_azure: LocalAzure, group: str) -> None:
    answer = local_azure.call("POST", f"{deployment_id(group)}/validate", request(template(identity("one"))))
    assert (answer.status_code, answer.json()["properties"]["provisioningState"]) == (200, "Succeeded")
    assert [one["id"] for one in answer.json()["properties"]["validatedResources"]] == [
        f"{group}/providers/{IDENTITIES}/one"
    ]
    assert local_azure.call("GET", deployment_id(group)).status_code == 404
    assert local_azure.call("GET", f"{group}/providers/{IDENTITIES}").json()["value"] == []
    wrong = local_azure.call("POST", f"{deployment_id(group)}/validate", request(template(identity("[konkat()]"))))
    assert refusal(wrong) == (400, "InvalidTemplate")


def test_a_preview_tells_what_would_change(local_azure: LocalAzure, group: str) -> None:
    before = template(identity("same", tags={"a": "1"}), identity("other", tags={"b": "2"}), identity("more"))
    deploy(local_azure, group, request(before))
    changed = template(
        identity("same", location="East US 2", tags={"a": "1"}),
        identity("other", tags={"b": "3", "id": "[reference('same').principalId]"}),
        account("fresh", tags={"here": "[reference('fresh2').x]"}),
    )
    found = preview(local_azure, group, request(changed))
    kinds = {name: change["changeType"] for name, change in found.items()}
    assert kinds == {"same": "NoChange", "other": "Modify", "fresh": "Create", "more": "Ignore"}
    assert [(one["path"], one["propertyChangeType"]) for one in found["other"]["delta"]] == [
        ("tags.b", "Modify"),
        ("tags.id", "Create"),
    ]
    assert found["other"]["after"]["tags"]["id"] == found["same"]["before"]["properties"]["principalId"]
    assert found["fresh"]["after"]["tags"] == {"here": "[reference('fresh2').x]"}
    assert preview(local_azure, group, request(changed, mode="Complete"))["more"]["changeType"] == "Delete"
    assert local_azure.call("GET", f"{group}/providers/{IDENTITIES}/other").json()["tags"] == {"b": "2"}


def test_a_preview_hides_secrets(local_azure: LocalAzure, group: str) -> None:
    document = template(
        identity("one", tags={"key": "[concat('x', parameters('key'))]"}), parameters={"key": {"type": "secureString"}}
    )
    found = preview(local_azure, group, request(document, key="nobody-sees-this"))
    assert found["one"]["after"]["tags"] == {"key": "x*******"}


def test_a_template_is_exported_as_it_was_sent(local_azure: LocalAzure, group: str) -> None:
    document = template(identity("[toLower('ONE')]"))
    deploy(local_azure, group, request(document))
    answer = local_azure.call("POST", f"{deployment_id(group)}/exportTemplate")
    assert answer.json() == {"template": document}


def test_what_has_ended_is_not_cancelled(local_azure: LocalAzure, group: str) -> None:
    deploy(local_azure, group, request(template()))
    answer = local_azure.call("POST", f"{deployment_id(group)}/cancel")
    assert refusal(answer) == (409, "DeploymentCannotBeCancelled")


def test_templates_are_told_apart_by_their_hash(local_azure: LocalAzure, group: str) -> None:
    document = template(identity("one"))
    made = deploy(local_azure, group, request(document))["properties"]["templateHash"]
    path = "/providers/Microsoft.Resources/calculateTemplateHash"
    assert local_azure.call("POST", path, document).json()["templateHash"] == made
    assert local_azure.call("POST", path, template(identity("two"))).json()["templateHash"] != made
