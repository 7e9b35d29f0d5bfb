"""A workspace's ``managedNetwork``: its rules are resources of their own, its state is added when it is shown."""

from local_azure.behaviour import Write
from local_azure.json_types import Json
from local_azure.machinelearning.arm_ids import OUTBOUND_RULE
from local_azure.machinelearning.managed_network.isolation import DISABLED, isolation_in, isolation_of
from local_azure.machinelearning.managed_network.provisioning import network_status
from local_azure.machinelearning.managed_network.rules import check_rule, rules_of
from local_azure.machinelearning.service_resources import put_by_service
from local_azure.platform import Platform
from local_azure.resources import Resource

# Names of the rules that stand in the workspace's body: one that is left out of it later is gone.
INLINE = "inlineOutboundRules"
_SHOWN = ("networkId", "status", "outboundRules", "firewallPublicIpAddress")


def check_inline_rules(platform: Platform, write: Write, workspace: Resource) -> None:
    """Returns when the rules in a workspace's body may be added.

    Args:
        platform: The local Azure.
        write: The workspace as it is written.
        workspace: The workspace as it will be.

    Raises:
        AzureError: 400 ValidationError naming the rule.
    """
    sent = write.body.get("properties") or {}
    isolation = isolation_in(sent)
    for name, rule in _sent_rules(sent).items():
        check_rule(platform, workspace, name, rule, isolation)


def adopt_network(platform: Platform, write: Write, properties: Json) -> Json:
    """Makes the rules of a workspace's body and returns the body's members that are stored in their place."""
    before = write.existing.body if write.existing else {}
    kept: Json = (before.get("properties") or {}).get("managedNetwork") or {}
    sent = (write.body.get("properties") or {}).get("managedNetwork")
    if sent is None:
        return {
            "properties": {**properties, **({"managedNetwork": kept} if kept else {})},
            INLINE: before.get(INLINE, []),
        }
    stored = {**kept, **{member: value for member, value in sent.items() if member not in _SHOWN}}
    stored["isolationMode"] = isolation_in(write.body["properties"])
    if sent.get("outboundRules") is None:
        return {"properties": {**properties, "managedNetwork": stored}, INLINE: before.get(INLINE, [])}
    rules = _sent_rules(write.body["properties"])
    for name in set(before.get(INLINE, [])) - set(rules):
        platform.resources.delete(f"{write.id}/outboundRules/{name}")
    for name, rule in rules.items():
        put_by_service(platform, f"{write.id}/outboundRules/{name}", OUTBOUND_RULE, stored_rule(rule))
    return {"properties": {**properties, "managedNetwork": stored}, INLINE: sorted(rules)}


def stored_rule(rule: Json) -> Json:
    """Returns a user's rule as it is stored: without what the service tells of it."""
    kept: Json = {member: rule[member] for member in ("type", "destination") if member in rule}
    return {**kept, "category": "UserDefined"}


def shown_network(platform: Platform, workspace: Resource) -> Json | None:
    """Returns ``managedNetwork`` as a workspace answers it; None for a workspace that never had one."""
    stored = workspace.properties.get("managedNetwork")
    if stored is None or isolation_of(workspace) == DISABLED:
        return stored
    status = network_status(platform, workspace)
    rules = {name: {**rule, "status": status} for name, rule in rules_of(platform, workspace).items()}
    return {
        **stored,
        "networkId": workspace.properties["workspaceId"],
        "outboundRules": rules,
        "status": {"status": status, "sparkReady": False},
    }


def _sent_rules(properties: Json) -> dict[str, Json]:
    sent = (properties.get("managedNetwork") or {}).get("outboundRules") or {}
    # Clients that read a workspace and put it back send Azure's own rules along.
    return {name: rule for name, rule in sent.items() if rule and rule.get("category") != "Required"}
