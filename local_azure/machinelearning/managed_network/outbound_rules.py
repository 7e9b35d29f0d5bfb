"""Outbound rules as ARM resources: checked, shown with the network's state, Azure's own ones beside the users'."""

from local_azure.behaviour import Behaviour, Write
from local_azure.errors import AzureError
from local_azure.json_types import Json
from local_azure.machinelearning.arm_ids import workspace_of
from local_azure.machinelearning.managed_network.isolation import isolation_of
from local_azure.machinelearning.managed_network.provisioning import ACTIVE, check_approval, network_status
from local_azure.machinelearning.managed_network.rules import check_rule, endpoint_targets
from local_azure.machinelearning.managed_network.settings import stored_rule
from local_azure.platform import Platform
from local_azure.resources import Resource


def outbound_rule_behaviour(platform: Platform) -> Behaviour:
    """Returns what the type ``workspaces/outboundRules`` does beyond being stored."""

    async def validate(write: Write) -> None:
        rule = write.body.get("properties") or {}
        if write.name.startswith("__SYS_"):
            raise AzureError(400, "ValidationError", f"The rule '{write.name}' is Azure's own and can't be changed.")
        workspace = workspace_of(platform.resources, write.id)
        check_rule(platform, workspace, write.name, rule, isolation_of(workspace))

    async def prepare(write: Write) -> Json:
        return {"properties": stored_rule(write.body["properties"])}

    async def provision(rule: Resource) -> None:
        workspace = workspace_of(platform.resources, rule.id)
        if network_status(platform, workspace) == ACTIVE:
            check_approval(platform, workspace, endpoint_targets({rule.name: rule.properties}))

    def present(rule: Resource) -> Json:
        status = network_status(platform, workspace_of(platform.resources, rule.id))
        return {**rule.body, "properties": {**rule.properties, "status": status}}

    return Behaviour(
        validate=validate,
        prepare=prepare,
        provision=provision,
        present=present,
        shows_state=False,
        answers_accepted=True,  # azure-ai-ml 1.35.2's own description, ManagedNetworkSettingsRule, has no 201
    )
