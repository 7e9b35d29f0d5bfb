"""Who a command job is when it reads and writes data, and whether that identity may and can reach the storage."""

from dataclasses import dataclass

from local_azure.errors import AzureError
from local_azure.identity import TENANT_ID
from local_azure.json_types import Json
from local_azure.machinelearning.commands.command_job import CommandJob, Identity
from local_azure.machinelearning.commands.nodes import Nodes
from local_azure.machinelearning.managed_network.reach import require_reach
from local_azure.machinelearning.workspaces.datastores import Container
from local_azure.network.access import closed_from
from local_azure.platform import Platform
from local_azure.resources import Resource
from local_azure.role_conditions.attributes import CONTAINERS, blob_attributes
from local_azure.tokens import Caller

_ACCOUNT = "Microsoft.Storage/storageAccounts"
_STORAGE = "https://storage.azure.com"
# As Azure ML's data runtime has them: azure-dev pull request 7927, 2026-04; azureml-examples issue 2994, 2024-02.
_READING, _WRITING = "ScriptExecution.StreamAccess", "ScriptExecution.WriteStreams"


@dataclass(frozen=True)
class DataAccess:
    """The way of one job to the data of its workspace.

    Attributes:
        platform: The local Azure.
        workspace: The job's workspace.
        nodes: Where it runs.
        identity: Who it is; None where it has no identity that Entra knows.
    """

    platform: Platform
    workspace: Resource
    nodes: Nodes
    identity: Caller | None

    def require(self, container: Container, path: str, *, writes: bool, by_identity: bool) -> None:
        """Returns when the job reaches a container and its identity may read or write there.

        Args:
            container: The container.
            path: The blob or folder in it.
            writes: Whether it is to be written.
            by_identity: Whether the datastore leaves access to the identity; else its own credentials count.

        Raises:
            AzureError: 403, or 404 when there is no such account.
        """
        account = self._account(container.account)
        self._require_way(account)
        if not by_identity:
            return
        kind = _WRITING if writes else _READING
        if self.identity is None:
            raise _refused(
                f"{kind}.Authentication",
                f"No identity was found for the job to reach storage account '{account.name}', whose datastore has no "
                "credentials. Give the job an identity (identityType Managed or UserIdentity), or the cluster one.",
            )
        action = f"{CONTAINERS}/blobs/{'write' if writes else 'read'}"
        scope = f"{account.id}/blobServices/default/containers/{container.name}"
        attributes = blob_attributes(container=container.name, path=path)
        if not self.platform.authorizer.allows(self.identity, action, scope, data=True, attributes=attributes):
            role = "Storage Blob Data Contributor" if writes else "Storage Blob Data Reader"
            raise _refused(
                f"{kind}.Authentication",
                f"AuthorizationPermissionMismatch. The identity with client id '{self.identity.app_id}' and object id "
                f"'{self.identity.object_id}' may not do {action} on container '{container.name}' of storage account "
                f"'{account.name}'. Assign it the role {role} there.",
            )

    def _account(self, name: str) -> Resource:
        accounts = self.platform.resources.of_type(_ACCOUNT)
        found = next((each for each in accounts if each.name.lower() == name.lower()), None)
        if found is None:
            raise AzureError(404, "ResourceNotFound", f"There is no storage account '{name}'.")
        return found

    def _require_way(self, account: Resource) -> None:
        if self.nodes.subnet_id is None:
            require_reach(self.platform, self.workspace, account)
            return
        subnet = self.platform.resources.get(self.nodes.subnet_id)
        if closed_from(self.platform, subnet, f"{account.name.lower()}.blob.core.windows.net", account) is not None:
            raise AzureError(
                403,
                "AuthorizationFailure",
                "This request is not authorized to perform this operation: storage account "
                f"'{account.name}' is closed to the subnet of cluster '{self.nodes.owner.name}'.",
            )


def identity_of(platform: Platform, job: CommandJob, nodes: Nodes, submitter: str) -> Caller | None:
    """Returns who a job is when it reads and writes data; None where it has no identity that Entra knows.

    Without an identity of its own a job is the cluster's identity; on serverless compute it is whoever submitted it
    (Azure ML documentation "how-to-identity-based-service-authentication", "how-to-use-serverless-compute", 2026-10).

    Args:
        platform: The local Azure.
        job: What it asks for.
        nodes: Where it runs.
        submitter: The client id of whoever submitted it.

    Raises:
        AzureError: 403; it asks for an identity that isn't assigned to where it runs.
    """
    asked = job.identity
    if asked is None:
        return _own(nodes.owner.body.get("identity")) if nodes.is_cluster else _user(platform, submitter)
    if asked.kind == "AMLToken":
        return None
    return _user(platform, submitter) if asked.kind == "UserIdentity" else _managed(asked, nodes.owner)


def _managed(asked: Identity, owner: Resource) -> Caller:
    sent: Json = owner.body.get("identity") or {}
    named = [each for each in (asked.client_id, asked.object_id, asked.resource_id) if each]
    if not named:
        found = _own({**sent, "userAssignedIdentities": {}})
    else:
        assigned: Json = sent.get("userAssignedIdentities") or {}
        ids = ((resource_id, each["clientId"], each["principalId"]) for resource_id, each in assigned.items())
        found = next(
            (_caller(each[2], each[1]) for each in ids if {*map(str.lower, each)} & {*map(str.lower, named)}), None
        )
    if found is None:
        wanted = named[0] if named else "system-assigned"
        raise _refused(
            f"{_READING}.Unexpected",
            f"ManagedIdentityCredential authentication unavailable. The requested identity ({wanted}) has not been "
            f"assigned to this resource: '{owner.name}'.",
        )
    return found


def _own(identity: Json | None) -> Caller | None:
    for each in ((identity or {}).get("userAssignedIdentities") or {}).values():
        return _caller(each["principalId"], each["clientId"])
    principal = (identity or {}).get("principalId")
    return _caller(principal, principal) if principal else None


def _user(platform: Platform, submitter: str) -> Caller | None:
    found = platform.tokens.client(submitter)
    return None if found is None else _caller(found.object_id, found.app_id)


def _caller(object_id: str, app_id: str) -> Caller:
    return Caller(TENANT_ID, object_id, app_id, _STORAGE)


def _refused(code: str, message: str) -> AzureError:
    return AzureError(403, "UserError", f"Error Code: {code}. {message}")
