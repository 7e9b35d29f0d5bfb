"""Content filter policies: based on one of Azure's, never rebased, not deleted while a deployment uses them."""

from local_azure.behaviour import Behaviour, Write
from local_azure.cognitiveservices.content_filters import MODES, check_filters, default_filters
from local_azure.cognitiveservices.names import account_id_of
from local_azure.errors import bad_request, conflict, forbidden
from local_azure.json_types import Json
from local_azure.platform import Platform
from local_azure.resources import Resource

POLICIES = "Microsoft.CognitiveServices/accounts/raiPolicies"
# Azure's own policies, which every account has: azure-ai-docs content-filters, as of 2026-10.
DEFAULT = "Microsoft.DefaultV2"
SYSTEM = ("Microsoft.Default", DEFAULT)


def rai_policy_behaviour(platform: Platform) -> Behaviour:
    """Returns the behaviour of ``Microsoft.CognitiveServices/accounts/raiPolicies``."""

    async def validate(write: Write) -> None:
        _refuse_system(write.name)
        _check(platform, write)

    async def prepare(write: Write) -> Json:
        properties = {"mode": "Default", "contentFilters": [], **write.body["properties"], "type": "UserManaged"}
        return {**write.body, "properties": properties}

    async def refuse_delete(policy: Resource) -> None:
        _refuse_system(policy.name)
        used = [each.name for each in _deployments(platform, policy.id) if _policy(each) == policy.name.lower()]
        if used:
            raise conflict(
                f"The RAI policy '{policy.name}' can't be deleted while deployments use it: {', '.join(used)}.",
                code="RaiPolicyInUse",
            )

    return Behaviour(
        validate=validate,
        prepare=prepare,
        refuse_delete=refuse_delete,
        shows_state=False,
        etag=True,
        serialized_by=account_id_of,
    )


def put_system_policies(platform: Platform, account: Resource) -> None:
    """Puts Azure's own policies below an account that is new."""
    for name in SYSTEM:
        properties = {"mode": "Default", "contentFilters": default_filters(), "type": "SystemManaged"}
        policy_id = f"{account.id}/raiPolicies/{name}"
        made, version = account.created_at, account.api_version
        platform.resources.put(Resource(policy_id, POLICIES, name, version, {"properties": properties}, made, made))


def policy_exists(platform: Platform, account_id: str, name: str) -> bool:
    """Returns whether an account has a policy of that name, Azure's own among them."""
    return platform.resources.get(f"{account_id}/raiPolicies/{name}") is not None


def _check(platform: Platform, write: Write) -> None:
    properties = write.body.get("properties") or {}
    base, account_id = properties.get("basePolicyName"), account_id_of(write.id)
    if not base or not policy_exists(platform, account_id, str(base)):
        raise bad_request(
            f"The base policy '{base}' of the RAI policy '{write.name}' isn't there. Azure's own: {', '.join(SYSTEM)}.",
            target="properties.basePolicyName",
        )
    mode = properties.get("mode", "Default")
    if mode not in MODES:
        raise bad_request(f"The mode '{mode}' must be one of {', '.join(MODES)}.", target="properties.mode")
    check_filters(properties.get("contentFilters") or ())
    for blocklist in properties.get("customBlocklists") or ():
        name = blocklist.get("blocklistName")
        if platform.resources.get(f"{account_id}/raiBlocklists/{name}") is None:
            raise bad_request(f"The blocklist '{name}' isn't there.", target="properties.customBlocklists")


def _refuse_system(name: str) -> None:
    if name.lower().startswith("microsoft."):
        raise forbidden(
            f"The RAI policy '{name}' is Azure's own: names that begin with 'Microsoft.' can't be written or deleted.",
        )


def _deployments(platform: Platform, policy_id: str) -> list[Resource]:
    return platform.resources.children(account_id_of(policy_id), "Microsoft.CognitiveServices/accounts/deployments")


def _policy(deployment: Resource) -> str:
    return str(deployment.properties.get("raiPolicyName", "")).lower()
