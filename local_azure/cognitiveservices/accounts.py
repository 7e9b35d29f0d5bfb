"""What an AI Services account does beyond being stored."""

import uuid

from local_azure.behaviour import Behaviour, Call, SoftDelete, Write
from local_azure.clock import timestamp
from local_azure.cognitiveservices.domains import domain_taken, subdomain, subdomain_is_free
from local_azure.cognitiveservices.keys import account_keys, forget_keys
from local_azure.errors import AzureError, bad_request, conflict, forbidden
from local_azure.identity import TENANT_ID
from local_azure.json_types import Json
from local_azure.platform import Platform
from local_azure.resources import Resource

# azure-ai-docs recover-purge-resources, as of 2026-10: deleted accounts can be recovered for 48 hours.
KEPT_DAYS = 2
KINDS = ("AIServices", "OpenAI", "CognitiveServices", "ContentSafety")
_DEFAULTS: Json = {"publicNetworkAccess": "Enabled", "disableLocalAuth": False, "isMigrated": True}


def account_behaviour(platform: Platform) -> Behaviour:
    """Returns the behaviour of ``Microsoft.CognitiveServices/accounts``."""

    async def validate(write: Write) -> None:
        _check_kind(write)
        wanted = subdomain(write.body)
        if wanted and not subdomain_is_free(platform, wanted, write.id):
            raise domain_taken(wanted)

    async def prepare(write: Write) -> Json:
        if write.existing is not None and _restores(write, write.existing):
            return {name: value for name, value in write.existing.body.items() if name != "systemData"}
        return _prepared(platform, write)

    async def refuse_delete(account: Resource) -> None:
        _refuse_with_children(platform, account)

    async def list_keys(call: Call) -> Json:
        if call.resource.properties.get("disableLocalAuth"):
            raise forbidden(
                f"Failed to list key. disableLocalAuth is set to be true on '{call.resource.name}'.", code="BadRequest"
            )
        return account_keys(platform, call.resource)

    async def delete(account: Resource) -> None:
        forget_keys(platform, account)

    kept = SoftDelete(days=lambda _: KEPT_DAYS, refuse=_refuse, recovers=_restores)
    return Behaviour(
        validate=validate,
        prepare=prepare,
        refuse_delete=refuse_delete,
        delete=delete,
        actions={"listkeys": list_keys},
        soft_delete=kept,
        etag=True,
    )


def _check_kind(write: Write) -> None:
    if write.existing is not None:
        return
    kind = write.body.get("kind")
    if kind not in KINDS:
        raise bad_request(
            f"The account type '{kind}' is either invalid or unavailable in given region. "
            f"The local Azure has: {', '.join(KINDS)}.",
            code="InvalidApiSetId",
        )
    if not (write.body.get("sku") or {}).get("name"):
        raise bad_request("The sku of the account is missing.", code="InvalidSku", target="sku")
    if (write.body.get("properties") or {}).get("allowProjectManagement") and (
        kind != "AIServices" or not write.body.get("identity")
    ):
        raise bad_request("allowProjectManagement needs an account of kind AIServices with a managed identity.")


def _prepared(platform: Platform, write: Write) -> Json:
    before = write.existing.properties if write.existing else {}
    made = before.get("dateCreated", timestamp(platform.clock.now()))
    sent = {name: value for name, value in (write.body.get("properties") or {}).items() if name != "restore"}
    name = sent.get("customSubDomainName") or before.get("customSubDomainName")
    location = write.body["location"]
    regional = f"https://{location}.api.cognitive.microsoft.com/"
    endpoint = f"https://{name}.cognitiveservices.azure.com/" if name else regional
    properties = {
        **_DEFAULTS,
        **sent,
        "endpoint": endpoint,
        "endpoints": _endpoints(name, regional),
        "internalId": str(uuid.uuid5(uuid.UUID(TENANT_ID), f"{write.id.lower()}|{made}")).replace("-", ""),
        "dateCreated": made,
    }
    if name:
        properties["customSubDomainName"] = name
    kind = write.existing.body.get("kind") if write.existing else None
    return {"kind": kind, **write.body, "properties": properties}


def _endpoints(name: str | None, regional: str) -> Json:
    if not name:
        return {"Cognitive Services": regional}
    return {
        "AI Foundry API": f"https://{name}.services.ai.azure.com/",
        "Azure AI Model Inference API": f"https://{name}.services.ai.azure.com/",
        "Azure OpenAI Legacy API - Latest moniker": f"https://{name}.openai.azure.com/",
        "OpenAI Language Model Instance API": f"https://{name}.openai.azure.com/",
        "Content Safety": f"https://{name}.cognitiveservices.azure.com/",
    }


def _restores(write: Write, _deleted: Resource) -> bool:
    return (write.body.get("properties") or {}).get("restore") is True


def _refuse(_write: Write, deleted: Resource) -> AzureError:
    return conflict(
        f"An existing resource with ID '{deleted.id}' has been soft-deleted. To restore the resource, you must specify "
        "'restore' to be 'true' in the property. If you don't want to restore existing resource, please purge it "
        "first.",
        code="FlagMustBeSetForRestore",
    )


def _refuse_with_children(platform: Platform, account: Resource) -> None:
    children = platform.resources.children(account.id)
    deployments = [each for each in children if each.type.lower().endswith("/deployments")]
    if deployments:
        raise conflict(
            "Cannot delete account with deployments. Please delete all deployments first: "
            + ", ".join(each.name for each in deployments),
            code="CannotDeleteAccountWithDeployments",
        )
    projects = [each for each in children if each.type.lower().endswith("/projects")]
    if projects:
        names = ", ".join(f"{each.type}/{account.name}/{each.name}" for each in projects)
        raise conflict(
            "Cannot delete resource while nested resources exist. Some existing nested resource IDs include: "
            f"'{names}'. Please delete all nested resources before deleting this resource.",
            code="CannotDeleteResource",
        )
