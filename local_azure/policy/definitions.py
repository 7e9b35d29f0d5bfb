"""Policy definitions of the subscription: what one must hold up to, and when it can't be deleted."""

from local_azure.behaviour import Behaviour, Write
from local_azure.clock import timestamp
from local_azure.errors import AzureError, not_supported
from local_azure.json_types import Json
from local_azure.platform import Platform
from local_azure.policy.effects import check_effect
from local_azure.policy.errors import invalid_rule
from local_azure.policy.parameters import check_declarations
from local_azure.policy.rule import parse_rule
from local_azure.resources import Resource

TYPE = "Microsoft.Authorization/policyDefinitions"
ASSIGNMENT = "Microsoft.Authorization/policyAssignments"
MODES = ("All", "Indexed")


def definition_behaviour(platform: Platform) -> Behaviour:
    """Returns what policy definitions do beyond being stored."""

    async def validate(write: Write) -> None:
        properties = write.body.get("properties") or {}
        _check_mode(properties)
        check_declarations(properties)
        rule = properties.get("policyRule")
        if not isinstance(rule, dict) or not isinstance(rule.get("then"), dict) or "if" not in rule:
            raise invalid_rule("it must be an object with 'if' and 'then'.")
        parse_rule(rule["if"])
        check_effect(rule["then"].get("effect"))

    async def prepare(write: Write) -> Json:
        return {"properties": _properties(platform, write)}

    async def refuse_delete(resource: Resource) -> None:
        for assignment in platform.resources.of_type(ASSIGNMENT):
            if assignment.properties["policyDefinitionId"].lower() == resource.id.lower():
                raise AzureError(
                    400,
                    "InvalidDeletePolicyDefinitionRequest",
                    f"The policy definition '{resource.name}' cannot be deleted. It is referenced by the policy "
                    f"assignment '{assignment.id}'. Please delete all policy assignments referencing the policy.",
                )

    return Behaviour(
        validate=validate, prepare=prepare, refuse_delete=refuse_delete, shows_state=False, answers_created=True
    )


def _check_mode(properties: Json) -> None:
    mode = str(properties.get("mode") or "Indexed")
    if mode.lower() not in (each.lower() for each in MODES):
        raise not_supported(f"the policy mode '{mode}'", f"It has: {', '.join(MODES)}.")


def _properties(platform: Platform, write: Write) -> Json:
    sent = write.body["properties"]
    before: Json = (write.existing.properties if write.existing else {}).get("metadata") or {}
    made = {
        "createdBy": before.get("createdBy", write.caller.object_id),
        "createdOn": before.get("createdOn", timestamp(platform.clock.now())),
    }
    kept = {name: sent[name] for name in ("displayName", "description", "parameters") if sent.get(name) is not None}
    return {
        "policyType": "Custom",
        "mode": sent.get("mode") or "Indexed",
        "version": sent.get("version") or "1.0.0",
        **kept,
        "metadata": {**(sent.get("metadata") or {}), **made},
        "policyRule": sent["policyRule"],
    }
