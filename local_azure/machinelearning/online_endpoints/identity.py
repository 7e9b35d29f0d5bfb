"""As whom an endpoint reads its model and code: its own identity or those it was given, with their roles enforced."""

from dataclasses import dataclass

from local_azure.errors import AzureError
from local_azure.identity import TENANT_ID
from local_azure.machinelearning.arm_ids import workspace_of
from local_azure.platform import Platform
from local_azure.resources import Resource
from local_azure.role_conditions.attributes import blob_attributes
from local_azure.storage.authorization import ACCOUNT_TYPE
from local_azure.tokens import Caller

_CONTAINERS = f"{ACCOUNT_TYPE}/blobServices/containers"
READ_BLOBS = f"{_CONTAINERS}/blobs/read"
PULL_IMAGES = "Microsoft.ContainerRegistry/registries/pull/read"


@dataclass(frozen=True)
class EndpointIdentity:
    """The identity of an endpoint.

    Attributes:
        platform: The local Azure.
        endpoint: The endpoint.
    """

    platform: Platform
    endpoint: Resource

    def require_blobs(self, account: Resource, container: str) -> None:
        """Returns when the identity may read and list the blobs of a container.

        Raises:
            AzureError: 403 BadArgument naming identity, account and role.
        """
        scope = f"{account.id}/blobServices/default/containers/{container}"
        if self._is_granted(account.id) or self._allows(READ_BLOBS, scope, container):
            return
        raise self._refused(f"read blobs of storage account '{account.name}'", "Storage Blob Data Reader", account.id)

    def require_image(self, registry_id: str) -> None:
        """Returns when the identity may pull images from a registry.

        Raises:
            AzureError: 403 BadArgument naming identity, registry and role.
        """
        if self._is_granted(registry_id) or self._allows(PULL_IMAGES, registry_id):
            return
        name = registry_id.rsplit("/", 1)[-1]
        raise self._refused(f"pull images from registry '{name}'", "AcrPull", registry_id)

    def _is_granted(self, resource_id: str) -> bool:
        # Azure ML documentation "concept-endpoints-online-auth", 2026-10: a system-assigned identity gets its roles at
        # the workspace's own storage and registry from Azure.
        identity = self.endpoint.body.get("identity") or {}
        if "systemassigned" not in str(identity.get("type", "")).lower():
            return False
        workspace = workspace_of(self.platform.resources, self.endpoint.id)
        own = (workspace.properties.get("storageAccount"), workspace.properties.get("containerRegistry"))
        return resource_id.lower() in [str(each).lower() for each in own if each]

    def _allows(self, action: str, scope: str, container: str = "") -> bool:
        is_data = bool(container)
        attributes = blob_attributes(container=container) if container else None
        return any(
            self.platform.authorizer.allows(each, action, scope, data=is_data, attributes=attributes)
            for each in self._callers()
        )

    def _callers(self) -> list[Caller]:
        identity = self.endpoint.body.get("identity") or {}
        ids = [(identity.get("principalId"), "")] if identity.get("principalId") else []
        ids += [
            (each["principalId"], each["clientId"]) for each in (identity.get("userAssignedIdentities") or {}).values()
        ]
        return [Caller(TENANT_ID, str(principal), str(client), "") for principal, client in ids]

    def _refused(self, what: str, role: str, scope: str) -> AzureError:
        # Azure ML documentation "how-to-troubleshoot-online-endpoints", 2026-10: BadArgument, authorization error.
        who = ", ".join(caller.object_id for caller in self._callers()) or "(none)"
        return AzureError(
            403,
            "BadArgument",
            f"Startup task failed due to authorization error: the identity of endpoint '{self.endpoint.name}' ({who}) "
            f"may not {what}. Assign it the role '{role}' at {scope}.",
        )
