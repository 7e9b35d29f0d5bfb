"""Storage accounts as ARM resources: endpoints, keys, and their place on Azurite."""

import base64
import secrets

from local_azure.behaviour import Behaviour, Call, Write
from local_azure.clock import timestamp
from local_azure.errors import AzureError
from local_azure.json_types import Json
from local_azure.network.connections import with_connections
from local_azure.network.rules import check_rules
from local_azure.platform import Platform
from local_azure.resources import Resource
from local_azure.storage.blobs import AzuriteBlobs
from local_azure.storage.encryption import check_encryption
from local_azure.storage.pool import AccountPool

_SERVICES = ("blob", "dfs", "file", "queue", "table", "web")
_DEFAULTS: Json = {
    "accessTier": "Hot",
    "allowBlobPublicAccess": False,
    "minimumTlsVersion": "TLS1_2",
    "networkAcls": {"bypass": "AzureServices", "defaultAction": "Allow", "ipRules": [], "virtualNetworkRules": []},
    "supportsHttpsTrafficOnly": True,
}
"""What the service fills in (Storage Accounts - Create, api-version 2024-01-01, 2024-05)."""
_KEYS = "storage_keys"
_CREATE_ONLY = ("isHnsEnabled", "isNfsV3Enabled", "dnsEndpointType")


class StorageAccounts:
    """What storage accounts do beyond being stored.

    Args:
        platform: the local Azure.
        pool: the places on Azurite.
    """

    def __init__(self, platform: Platform, pool: AccountPool) -> None:
        self._platform = platform
        self._pool = pool

    def behaviour(self) -> Behaviour:
        """Returns the hooks of `Microsoft.Storage/storageAccounts`."""
        return Behaviour(
            validate=self.validate,
            prepare=self.prepare,
            delete=self.delete,
            present=lambda account: with_connections(self._platform, account),
            actions={"listkeys": self.list_keys},
            name_taken=_taken,
        )

    async def validate(self, write: Write) -> None:
        """Refuses a key that can't be used, network rules that can't be, and a change of what is fixed at creation."""
        check_encryption(self._platform, write)
        rules = (write.body.get("properties") or {}).get("networkAcls")
        check_rules(self._platform, write, rules, code="NetworkAclsValidationFailure")
        if write.existing is None:
            return
        sent = write.body.get("properties") or {}
        for member in _CREATE_ONLY:
            if member in sent and sent[member] != write.existing.properties.get(member, sent[member]):
                message = f"The property '{member}' was specified in the input, but it cannot be updated."
                raise AzureError(409, "PropertyCannotBeUpdated", message, target=member)

    async def prepare(self, write: Write) -> Json:
        """Claims a place on Azurite and adds endpoints and defaults."""
        self._pool.claim(write.name, write.id)
        properties = {**_DEFAULTS, **(write.body.get("properties") or {})}
        created = write.existing.properties.get("creationTime") if write.existing else None
        properties |= {
            "creationTime": created or timestamp(self._platform.clock.now()),
            "primaryEndpoints": _endpoints(write.name),
            "primaryLocation": write.body.get("location"),
            "statusOfPrimary": "available",
        }
        sku = dict(write.body.get("sku") or {})
        sku["tier"] = str(sku.get("name", "")).partition("_")[0] or "Standard"
        return {**write.body, "sku": sku, "properties": properties}

    async def delete(self, resource: Resource) -> None:
        """Removes the account's blobs and keys and frees its place."""
        blobs: AzuriteBlobs = self._platform.require("storage", AzuriteBlobs)
        for container in await blobs.containers(resource.name):
            await blobs.delete_container(resource.name, container)
        self._platform.store.delete(_KEYS, resource.id.lower())
        self._pool.release(resource.name)

    async def list_keys(self, call: Call) -> Json:
        """Answers the account's keys; they are random and open nothing, as shared keys are not verified here."""
        document = self._platform.store.get(_KEYS, call.resource.id.lower())
        if document is None:
            fresh = {f"key{number}": base64.b64encode(secrets.token_bytes(64)).decode() for number in (1, 2)}
            document = {"created": timestamp(self._platform.clock.now()), **fresh}
            self._platform.store.put(_KEYS, call.resource.id.lower(), document)
        keys = [
            {"keyName": name, "value": document[name], "permissions": "FULL", "creationTime": document["created"]}
            for name in ("key1", "key2")
        ]
        return {"keys": keys}


def _endpoints(account: str) -> dict[str, str]:
    return {service: f"https://{account}.{service}.core.windows.net/" for service in _SERVICES}


def _taken(write: Write) -> AzureError:
    message = f"The storage account named {write.name} is already taken."
    return AzureError(409, "StorageAccountAlreadyTaken", message, target=write.name)
