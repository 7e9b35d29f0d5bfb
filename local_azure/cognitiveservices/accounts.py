"""What an AI Services account does beyond being stored."""

import uuid

from local_azure.behaviour import Behaviour, SoftDelete, Write
from local_azure.clock import timestamp
from local_azure.cognitiveservices.account_children import refuse_with_children
from local_azure.cognitiveservices.domains import domain_taken, subdomain, subdomain_is_free
from local_azure.cognitiveservices.encryption import check_encryption
from local_azure.cognitiveservices.keys import forget_keys, key_actions
from local_azure.cognitiveservices.names import TYPE, account_id_of
from local_azure.cognitiveservices.network_rules import check_network
from local_azure.cognitiveservices.rai_policies import put_system_policies
from local_azure.errors import AzureError, bad_request, conflict
from local_azure.identity import TENANT_ID
from local_azure.json_types import Json
from local_azure.network.connections import with_connections
from local_azure.platform import Platform
from local_azure.resources import Resource

# azure-ai-docs recover-purge-resources, as of 2026-10: deleted accounts can be recovered for 48 hours.
KEPT_DAYS = 2
KINDS = ("AIServices", "OpenAI", "CognitiveServices", "ContentSafety")
_DEFAULTS: Json = {"publicNetworkAccess": "Enabled", "disableLocalAuth": False, "isMigrated": True}
# azure-cli cognitiveservices recordings, as of 2026-10.
_CAPABILITIES = [
    {"name": "MaxFineTuneCount", "value": "500"},
    {"name": "MaxRunningFineTuneCount", "value": "3"},
    {"name": "MaxUserFileCount", "value": "100"},
    {"name": "MaxUserFileImportDurationInHours", "value": "1"},
    {"name": "MaxFineTuneJobDurationInHours", "value": "720"},
    {"name": "MaxTrainingFileSize", "value": "512000000"},
]


def account_behaviour(platform: Platform) -> Behaviour:
    """Returns the behaviour of ``Microsoft.CognitiveServices/accounts``."""

    async def validate(write: Write) -> None:
        _check_kind(write)
        _check_projects(platform, write)
        check_network(platform, write)
        check_encryption(platform, write)
        wanted = subdomain(write.body)
        if wanted and not subdomain_is_free(platform, wanted, write.id):
            raise domain_taken(wanted)

    async def prepare(write: Write) -> Json:
        if write.existing is not None and _restores(write, write.existing):
            return {name: value for name, value in write.existing.body.items() if name != "systemData"}
        return _prepared(platform, write)

    async def refuse_delete(account: Resource) -> None:
        refuse_with_children(platform, account)

    async def provision(account: Resource) -> None:
        put_system_policies(platform, account)

    async def delete(account: Resource) -> None:
        forget_keys(platform, account)

    kept = SoftDelete(days=lambda _: KEPT_DAYS, refuse=_refuse, recovers=_restores)
    return Behaviour(
        validate=validate,
        prepare=prepare,
        provision=provision,
        refuse_delete=refuse_delete,
        delete=delete,
        present=lambda account: with_connections(platform, account),
        actions=key_actions(platform),
        soft_delete=kept,
        etag=True,
        serialized_by=account_id_of,
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


def _check_projects(platform: Platform, write: Write) -> None:
    if write.existing is not None and _restores(write, write.existing):
        return
    manages = (write.body.get("properties") or {}).get("allowProjectManagement")
    kind = write.body.get("kind") or (write.existing.body.get("kind") if write.existing else None)
    identity = str((write.body.get("identity") or {}).get("type") or "None")
    if manages and (kind != "AIServices" or identity == "None"):
        raise bad_request("allowProjectManagement needs an account of kind AIServices with a managed identity.")
    if not manages and write.existing is not None and platform.resources.children(write.id, f"{TYPE}/projects"):
        raise bad_request(f"allowProjectManagement can't be taken from the account '{write.name}': it has projects.")


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
        "capabilities": _CAPABILITIES,
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
