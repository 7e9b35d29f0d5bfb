"""Outbound rules of a managed network: what users allow, checked as Azure does, and what Azure adds by itself."""

import hashlib
from collections.abc import Mapping

from local_azure.errors import AzureError, bad_request
from local_azure.json_types import Json
from local_azure.machinelearning.arm_ids import OUTBOUND_RULE
from local_azure.machinelearning.managed_network.isolation import APPROVED_ONLY, DISABLED, INTERNET, isolation_of
from local_azure.network.link_targets import links_of
from local_azure.platform import Platform
from local_azure.resources import Resource

# What a workspace stands on and which sides of it Azure connects (Azure ML documentation "how-to-managed-network" and
# azureml-examples pull request 2990, 2026-10).
_DEPENDENTS = (
    ("storageAccount", ("blob", "file")),
    ("keyVault", ("vault",)),
    ("containerRegistry", ("registry",)),
)
# The same documentation, list of required rules; ports from memory.
_REQUIRED_TAGS = (
    "AzureActiveDirectory",
    "AzureMachineLearning",
    "BatchNodeManagement.{location}",
    "AzureResourceManager",
    "AzureFrontDoor.FirstParty",
    "MicrosoftContainerRegistry",
    "AzureMonitor",
)


def check_rule(platform: Platform, workspace: Resource, name: str, rule: Json, isolation: str) -> None:
    """Returns when a rule may be added to a workspace's managed network.

    Args:
        platform: The local Azure.
        workspace: The workspace; its properties say what it stands on.
        name: The rule's name.
        rule: Its ``properties``.
        isolation: The isolation mode that the network has, or is about to have.

    Raises:
        AzureError: 400 ValidationError naming the rule.
    """
    kind = str(rule.get("type", ""))
    if isolation == DISABLED:
        raise _invalid(name, "the workspace has no managed network: set managedNetwork.isolationMode first")
    if isolation == INTERNET and kind != "PrivateEndpoint":
        # foundry-samples pull request 961, 2026-09.
        raise _invalid(name, f'only "PrivateEndpoint" outbound rules are supported when the mode is "{INTERNET}"')
    checks = {"PrivateEndpoint": _check_endpoint, "FQDN": _check_host, "ServiceTag": _check_tag}
    check = checks.get(kind)
    if check is None:
        raise _invalid(name, f"the type '{kind}' isn't one of {', '.join(checks)}")
    check(platform, workspace, name, rule)


def rules_of(platform: Platform, workspace: Resource) -> dict[str, Json]:
    """Returns all rules of a workspace's managed network by name: its users' and those that Azure adds."""
    users = {each.name: each.properties for each in platform.resources.children(workspace.id, OUTBOUND_RULE)}
    return {**required_rules(platform, workspace), **users}


def required_rules(platform: Platform, workspace: Resource) -> dict[str, Json]:
    """Returns the rules that Azure adds: endpoints to what the workspace stands on, and services it can't do without.

    With the internet open, endpoints lead only to what has no public access; else to all of it.
    """
    isolation = isolation_of(workspace)
    if isolation == DISABLED:
        return {}
    found: dict[str, Json] = {}
    for target_id, group_id in _required_endpoints(platform, workspace, isolation):
        digits = hashlib.sha256(f"{target_id.lower()}/{group_id}".encode()).hexdigest()[:8]
        destination = {"serviceResourceId": target_id, "subresourceTarget": group_id, "sparkEnabled": False}
        name = f"__SYS_PE_{target_id.rpartition('/')[2]}_{group_id}_{digits}"
        found[name] = {"type": "PrivateEndpoint", "category": "Required", "destination": destination}
    for tag in _REQUIRED_TAGS if isolation == APPROVED_ONLY else ():
        service = tag.format(location=workspace.location)
        destination = {"serviceTag": service, "protocol": "TCP", "portRanges": "443", "action": "Allow"}
        found[f"__SYS_ST_{service}"] = {"type": "ServiceTag", "category": "Required", "destination": destination}
    return found


def endpoint_targets(rules: Mapping[str, Json]) -> list[tuple[str, str]]:
    """Returns what the private endpoints of some rules lead to: resource id and group id."""
    destinations = [rule["destination"] for rule in rules.values() if rule["type"] == "PrivateEndpoint"]
    return [(str(each["serviceResourceId"]), str(each["subresourceTarget"])) for each in destinations]


def _required_endpoints(platform: Platform, workspace: Resource, isolation: str) -> list[tuple[str, str]]:
    found = []
    for member, group_ids in _DEPENDENTS:
        target = platform.resources.get(workspace.properties.get(member) or "")
        if target is not None and (isolation == APPROVED_ONLY or _has_no_public_access(target)):
            found += [(target.id, group_id) for group_id in group_ids]
    if isolation == APPROVED_ONLY or _has_no_public_access(workspace):
        found.append((workspace.id, "amlworkspace"))
    return found


def _has_no_public_access(target: Resource) -> bool:
    return str(target.properties.get("publicNetworkAccess") or "Enabled").lower() != "enabled"


def _check_endpoint(platform: Platform, workspace: Resource, name: str, rule: Json) -> None:
    destination = rule.get("destination") or {}
    target_id, group_id = str(destination.get("serviceResourceId", "")), str(destination.get("subresourceTarget", ""))
    target = platform.resources.get(target_id) if target_id else None
    if target is None:
        raise _invalid(name, f"the resource '{target_id}' does not exist")
    known = [link.group_id for link in links_of(target.type)]
    if group_id not in known:
        raise _invalid(name, f"the subresourceTarget '{group_id}' isn't one of {', '.join(known) or 'none'}")
    taken = endpoint_targets(required_rules(platform, workspace))
    if (target.id.lower(), group_id) in {(each.lower(), group) for each, group in taken}:
        raise _invalid(name, f"a required rule to '{target.id}' ({group_id}) is there already")


def _check_host(_platform: Platform, _workspace: Resource, name: str, rule: Json) -> None:
    if not isinstance(rule.get("destination"), str) or not rule["destination"]:
        raise _invalid(name, "the destination of an FQDN rule is a host name such as '*.example.com'")


def _check_tag(_platform: Platform, _workspace: Resource, name: str, rule: Json) -> None:
    destination = rule.get("destination")
    if not isinstance(destination, dict) or not (destination.get("serviceTag") or destination.get("addressPrefixes")):
        raise _invalid(name, "the destination of a ServiceTag rule needs serviceTag, protocol and portRanges")


def _invalid(name: str, why: str) -> AzureError:
    return bad_request(f"The outbound rule '{name}' is not valid: {why}.", code="ValidationError", target=name)
