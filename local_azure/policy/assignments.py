"""Policy assignments: what one must hold up to."""

from local_azure.behaviour import Behaviour, Write
from local_azure.clock import timestamp
from local_azure.errors import AzureError, bad_request, not_found, not_supported
from local_azure.json_types import Json
from local_azure.platform import Platform
from local_azure.policy.assigned import assigned_policy

TYPE = "Microsoft.Authorization/policyAssignments"
ENFORCEMENT = ("Default", "DoNotEnforce")
_KEPT = ("displayName", "description", "parameters", "notScopes", "nonComplianceMessages", "definitionVersion")


def assignment_behaviour(platform: Platform) -> Behaviour:
    """Returns what policy assignments do beyond being stored."""

    async def validate(write: Write) -> None:
        properties = write.body.get("properties") or {}
        definition_id = str(properties.get("policyDefinitionId") or "")
        _check(properties, definition_id)
        definition = platform.resources.get(definition_id)
        if definition is None:
            raise not_found(
                f"The policy definition '{definition_id.rsplit('/', 1)[-1]}' could not be found.",
                code="PolicyDefinitionNotFound",
            )
        assigned_policy(write.id, write.name, properties, definition)

    async def prepare(write: Write) -> Json:
        return {**write.body, "properties": _properties(platform, write)}

    return Behaviour(validate=validate, prepare=prepare, shows_state=False, answers_created=True)


def _check(properties: Json, definition_id: str) -> None:
    if not definition_id:
        raise bad_request("The property 'policyDefinitionId' is missing.", code="InvalidCreatePolicyAssignmentRequest")
    if "/policysetdefinitions/" in definition_id.lower():
        raise not_supported("initiatives (policy sets)", "Assign the definitions one by one.")
    for member in ("resourceSelectors", "overrides"):
        if properties.get(member):
            raise not_supported(f"'{member}' of policy assignments", "Leave them out, or use notScopes.")
    mode = properties.get("enforcementMode") or "Default"
    if mode not in ENFORCEMENT:
        raise AzureError(
            400,
            "InvalidPolicyAssignment",
            f"The enforcement mode '{mode}' is not valid. It can be: {', '.join(ENFORCEMENT)}.",
        )


def _properties(platform: Platform, write: Write) -> Json:
    sent = write.body["properties"]
    before: Json = (write.existing.properties if write.existing else {}).get("metadata") or {}
    made = {
        "createdBy": before.get("createdBy", write.caller.object_id),
        "createdOn": before.get("createdOn", timestamp(platform.clock.now())),
    }
    return {
        "policyDefinitionId": sent["policyDefinitionId"],
        "scope": write.id[: write.id.lower().rindex(f"/providers/{TYPE}".lower())],
        "enforcementMode": sent.get("enforcementMode") or "Default",
        **{name: sent[name] for name in _KEPT if sent.get(name) is not None},
        "metadata": {**(sent.get("metadata") or {}), **made},
    }
