"""Deployments of ARM templates in a resource group and at the subscription, by azure-mgmt-resource-deployments."""

from collections.abc import Iterator
from typing import Any

from azure.mgmt.resource.deployments import DeploymentsMgmtClient
from setting import LOCATION, SUBSCRIPTION, Command, credential, group_commands, holds, refuses

GROUP, NAME = "conformance-deployments", "conformance"
SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"


def commands() -> Iterator[Command]:
    """Checks, previews, makes and forgets deployments; the last one deletes what its template lacks."""
    client = DeploymentsMgmtClient(credential(), SUBSCRIPTION)
    deployments, operations = client.deployments, client.deployment_operations
    yield from group_commands(GROUP)
    yield (
        "deployments.begin_validate",
        lambda: holds(
            deployments.begin_validate(GROUP, NAME, _body()).result().properties.provisioning_state, "Succeeded"
        ),
    )
    yield "deployments.begin_validate of a wrong template", lambda: _refused(deployments)
    yield (
        "deployments.begin_what_if",
        lambda: holds(
            [one.change_type for one in deployments.begin_what_if(GROUP, NAME, _body()).result().changes],
            ["Create", "Create"],
        ),
    )
    yield "deployments.begin_create_or_update", lambda: holds(_made(deployments, _body()), ["one", "two"])
    yield "deployments.check_existence", lambda: holds(deployments.check_existence(GROUP, NAME), True)
    yield "deployments.get", lambda: holds(deployments.get(GROUP, NAME).properties.mode, "Incremental")
    yield (
        "deployments.list_by_resource_group",
        lambda: holds(
            [one.name for one in deployments.list_by_resource_group(GROUP, filter="provisioningState eq 'Succeeded'")],
            [NAME],
        ),
    )
    yield (
        "deployments.export_template",
        lambda: holds(deployments.export_template(GROUP, NAME).template["contentVersion"], "1.0.0.0"),
    )
    yield "deployment_operations.list", lambda: holds(len(list(operations.list(GROUP, NAME))), 3)
    yield "deployment_operations.get", lambda: _each_got(operations)
    yield (
        "deployments.cancel of one that has ended",
        lambda: refuses("DeploymentCannotBeCancelled", lambda: deployments.cancel(GROUP, NAME)),
    )
    yield (
        "deployments.begin_create_or_update in mode Complete",
        lambda: holds(_made(deployments, _body(names=["two"], mode="Complete")), ["two"]),
    )
    yield from _at_subscription(client)
    yield "deployments.begin_delete", lambda: deployments.begin_delete(GROUP, NAME).result()
    yield (
        "deployments.get of none",
        lambda: refuses("DeploymentNotFound", lambda: deployments.get(GROUP, NAME)),
    )


def _at_subscription(client: DeploymentsMgmtClient) -> Iterator[Command]:
    deployments, operations = client.deployments, client.deployment_operations
    template = _template([], outputs={"where": {"type": "string", "value": "[deployment().location]"}})
    body = {"location": LOCATION, "properties": {"mode": "Incremental", "template": template}}
    yield (
        "deployments.begin_validate_at_subscription_scope",
        lambda: deployments.begin_validate_at_subscription_scope(NAME, body).result(),
    )
    yield (
        "deployments.begin_what_if_at_subscription_scope",
        lambda: holds(deployments.begin_what_if_at_subscription_scope(NAME, body).result().changes, []),
    )
    yield (
        "deployments.begin_create_or_update_at_subscription_scope",
        lambda: holds(
            deployments.begin_create_or_update_at_subscription_scope(NAME, body).result().properties.outputs["where"],
            {"type": "String", "value": LOCATION},
        ),
    )
    yield (
        "deployments.check_existence_at_subscription_scope",
        lambda: holds(deployments.check_existence_at_subscription_scope(NAME), True),
    )
    yield (
        "deployments.get_at_subscription_scope",
        lambda: holds(deployments.get_at_subscription_scope(NAME).location, LOCATION),
    )
    yield (
        "deployments.list_at_subscription_scope",
        lambda: holds(NAME in [one.name for one in deployments.list_at_subscription_scope()], True),
    )
    yield (
        "deployments.export_template_at_subscription_scope",
        lambda: deployments.export_template_at_subscription_scope(NAME),
    )
    yield (
        "deployment_operations.list_at_subscription_scope",
        lambda: holds(len(list(operations.list_at_subscription_scope(NAME))), 1),
    )
    yield (
        "deployments.cancel_at_subscription_scope of one that has ended",
        lambda: refuses("DeploymentCannotBeCancelled", lambda: deployments.cancel_at_subscription_scope(NAME)),
    )
    yield (
        "deployments.begin_delete_at_subscription_scope",
        lambda: deployments.begin_delete_at_subscription_scope(NAME).result(),
    )


def _body(names: list[str] | None = None, mode: str = "Incremental") -> dict[str, Any]:
    identities = {
        "type": "Microsoft.ManagedIdentity/userAssignedIdentities",
        "apiVersion": "2023-01-31",
        "name": "[parameters('names')[copyIndex()]]",
        "location": "[resourceGroup().location]",
        "copy": {"name": "identities", "count": "[length(parameters('names'))]"},
    }
    names_of = "[map(range(0, length(parameters('names'))), lambda('i', parameters('names')[lambdaVariables('i')]))]"
    template = _template(
        [identities],
        parameters={"names": {"type": "array", "minLength": 1}},
        outputs={"names": {"type": "array", "value": names_of}},
    )
    given = {"names": {"value": names or ["one", "two"]}}
    return {"properties": {"mode": mode, "template": template, "parameters": given}}


def _template(resources: list[Any], **sections: Any) -> dict[str, Any]:
    return {"$schema": SCHEMA, "contentVersion": "1.0.0.0", "resources": resources, **sections}


def _made(deployments: Any, body: dict[str, Any]) -> Any:
    properties = deployments.begin_create_or_update(GROUP, NAME, body).result().properties
    holds(properties.provisioning_state, "Succeeded")
    return properties.outputs["names"]["value"]


def _refused(deployments: Any) -> None:
    template = _template([{"type": "Microsoft.ManagedIdentity/userAssignedIdentities", "name": "[parameters('none')]"}])
    body = {"properties": {"mode": "Incremental", "template": template}}
    refuses("InvalidTemplate", lambda: deployments.begin_validate(GROUP, NAME, body).result())


def _each_got(operations: Any) -> None:
    for one in operations.list(GROUP, NAME):
        holds(operations.get(GROUP, NAME, one.operation_id).properties.provisioning_state, "Succeeded")
