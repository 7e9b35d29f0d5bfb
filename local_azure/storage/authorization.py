"""Whether a request to the blob service may go on: by the way it comes, by token and role, or by delegation SAS."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request

from local_azure.errors import AzureError
from local_azure.network.access import closed_to
from local_azure.platform import Platform
from local_azure.resources import Resource
from local_azure.role_conditions.attributes import Attributes, blob_attributes
from local_azure.storage.delegation_keys import PLATFORM_PRINCIPAL, derive_key
from local_azure.storage.delegation_sas import check_sas
from local_azure.storage.operations import BlobRequest
from local_azure.storage.pool import AccountPool, no_account
from local_azure.tokens import Caller

ACCOUNT_TYPE = "Microsoft.Storage/storageAccounts"
_CONTAINERS = f"{ACCOUNT_TYPE}/blobServices/containers"
DELEGATION_KEY_ACTION = f"{ACCOUNT_TYPE}/blobServices/generateUserDelegationKey/action"


@dataclass(frozen=True)
class BlobAuthorization:
    """Checks requests against tokens, roles and signatures.

    Attributes:
        platform: the local Azure.
        pool: the storage accounts' delegation keys.
    """

    platform: Platform
    pool: AccountPool

    def require(self, request: Request, blob_request: BlobRequest, query: Mapping[str, str]) -> None:
        """Returns when the request may go on.

        Raises:
            AzureError: 401 or 403 in the blob service's codes; 404 when there is no such account.
        """
        account = self.account(blob_request.account)
        if "sig" in query:
            self._require_signature(blob_request, query)
            if query["skoid"] == PLATFORM_PRINCIPAL:
                return
            # It opens no more than its signer may, at the time of the request (Create a user delegation SAS, 2026-03).
            caller = Caller(query.get("sktid", ""), query["skoid"], "", "https://storage.azure.com")
        else:
            caller = self.caller(request, account)
        action, scope = _action(blob_request), _scope(account, blob_request)
        attributes = _attributes(blob_request, query)
        is_data = _is_data(blob_request)
        if not self.platform.authorizer.allows(caller, action, scope, data=is_data, attributes=attributes):
            message = "This request is not authorized to perform this operation using this permission."
            raise AzureError(403, "AuthorizationPermissionMismatch", f"{message} It needs {action}.")

    def require_way_in(self, request: Request, account: str) -> None:
        """Returns when the account lets the request in by the way it comes.

        Raises:
            AzureError: 403 AuthorizationFailure, for no public access and for network rules alike.
        """
        if closed_to(self.platform, request, self.account(account)) is not None:
            raise AzureError(403, "AuthorizationFailure", "This request is not authorized to perform this operation.")

    def caller(self, request: Request, account: Resource) -> Caller:
        """Returns who sent a request with an Entra token.

        Raises:
            AzureError: 401 without a valid token, 403 for shared keys, 501 where Azure would take one.
        """
        if request.headers.get("authorization", "").lower().startswith("sharedkey"):
            raise _shared_key_refused(account)
        audiences = ("https://storage.azure.com", f"https://{account.name.lower()}.blob.core.windows.net")
        return self.platform.tokens.verify(request, audiences=audiences)

    def account(self, name: str) -> Resource:
        """Returns the ARM resource of a storage account.

        Raises:
            AzureError: 404 when there is none of that name.
        """
        found = self.platform.resources.get(self.pool.resource_id(name))
        if found is None:
            raise no_account(name)
        return found

    def _require_signature(self, blob_request: BlobRequest, query: Mapping[str, str]) -> None:
        if "skoid" not in query:
            message = "Only user delegation SAS are accepted: accounts of the local Azure have no usable shared keys."
            raise AzureError(403, "KeyBasedAuthenticationNotPermitted", message)
        key = derive_key(self.pool.delegation_key(blob_request.account), query)
        finding = check_sas(
            query,
            account=blob_request.account,
            container=blob_request.container,
            blob=blob_request.blob,
            permission=blob_request.permission,
            key=key,
            now=self.platform.clock.now(),
        )
        if finding is not None:
            message = f"Server failed to authenticate the request: {finding.detail}."
            raise AzureError(403, finding.code, message)


def _scope(account: Resource, request: BlobRequest) -> str:
    return f"{account.id}/blobServices/default/containers/{request.container}" if request.container else account.id


def _attributes(request: BlobRequest, query: Mapping[str, str]) -> Attributes:
    listing = request.permission == "l"
    return blob_attributes(
        container=request.container,
        path=request.blob,
        prefix=query.get("prefix", "") if listing else "",
        suboperation="Blob.List" if listing else "",
    )


def _action(request: BlobRequest) -> str:
    if not request.container:
        return f"{_CONTAINERS}/read"
    if not request.blob and request.permission != "l":
        return f"{_CONTAINERS}/{_verb(request)}"
    return f"{_CONTAINERS}/blobs/{_verb(request)}"


def _verb(request: BlobRequest) -> str:
    if request.method == "DELETE":
        return "delete"
    return "write" if request.writes else "read"


def _is_data(request: BlobRequest) -> bool:
    return bool(request.blob) or request.permission == "l"


def _shared_key_refused(account: Resource) -> AzureError:
    if account.properties.get("allowSharedKeyAccess") is False:
        message = "Key based authentication is not permitted on this storage account."
        return AzureError(403, "KeyBasedAuthenticationNotPermitted", message)
    message = "The local Azure doesn't verify shared keys. Use an Entra token or a user delegation SAS."
    return AzureError(501, "NotSupportedByLocalAzure", message)
