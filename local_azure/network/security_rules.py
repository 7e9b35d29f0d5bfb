"""Rules of a network security group: complete, in range, and no two with the same priority in one direction."""

from collections.abc import Mapping

from local_azure.behaviour import Behaviour, Write
from local_azure.errors import AzureError, bad_request
from local_azure.json_types import Json
from local_azure.network.inline_children import InlineChildren
from local_azure.platform import Platform
from local_azure.resources import Resource

RULE = "Microsoft.Network/networkSecurityGroups/securityRules"
# Network documentation "network-security-groups-overview", 2026-10.
_PRIORITIES = range(100, 4097)
_REQUIRED = ("access", "direction", "priority", "protocol")
_DEFAULTS: Json = {
    "destinationAddressPrefixes": [],
    "destinationPortRanges": [],
    "sourceAddressPrefixes": [],
    "sourcePortRanges": [],
}


def security_rule_behaviour(platform: Platform) -> Behaviour:
    """Returns the behaviour of ``networkSecurityGroups/securityRules``."""

    async def validate(write: Write) -> None:
        if write.parent is None:
            return
        others = {each.name: each.properties for each in RULES.of(platform, write.parent.id)}
        check_rules({**others, write.name: write.body.get("properties") or {}})

    async def prepare(write: Write) -> Json:
        return {"properties": _prepared(write.body.get("properties") or {})}

    return Behaviour(validate=validate, prepare=prepare, etag=True)


def check_rules(rules: Mapping[str, Json]) -> None:
    """Returns when the rules of a group are complete and don't contradict each other.

    Args:
        rules: Their ``properties``, by name.

    Raises:
        AzureError: 400 naming the rule.
    """
    taken: dict[tuple[str, int], str] = {}
    for name, rule in rules.items():
        missing = [member for member in _REQUIRED if rule.get(member) is None]
        if missing:
            raise bad_request(
                f"Security rule '{name}' lacks {', '.join(missing)}.", code="SecurityRuleParameterNotSpecified"
            )
        priority = rule["priority"]
        if not isinstance(priority, int) or priority not in _PRIORITIES:
            raise bad_request(
                f"Security rule has invalid priority. Rule '{name}' has {priority}; it must be between "
                f"{_PRIORITIES[0]} and {_PRIORITIES[-1]}.",
                code="SecurityRuleInvalidPriority",
            )
        key = (str(rule["direction"]).lower(), priority)
        if key in taken:
            raise AzureError(
                400,
                "SecurityRuleConflict",
                f"Security rule {name} conflicts with rule {taken[key]}. Rules cannot have the same Priority and "
                "Direction.",
            )
        taken[key] = name


def _prepared(sent: Json) -> Json:
    kept = {member: value for member, value in sent.items() if value is not None and member != "provisioningState"}
    return {**_DEFAULTS, **kept}


def _present(_platform: Platform, rule: Resource) -> Json:
    return rule.properties


RULES = InlineChildren("securityRules", RULE, _prepared, _present)
