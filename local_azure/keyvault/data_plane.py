"""What every request to a vault's own host goes through: its token, the way it comes, and what its caller may do."""

from dataclasses import dataclass

from starlette.requests import Request

from local_azure.errors import AzureError, bad_request, not_found
from local_azure.identity import LOGIN_HOST, TENANT_ID
from local_azure.json_bodies import read_json
from local_azure.json_types import Json
from local_azure.keyvault.access_policies import allows_by_policy
from local_azure.network.access import Closed, closed_to
from local_azure.platform import Platform
from local_azure.resources import Resource
from local_azure.tokens import Caller, issuer

VAULT = "Microsoft.KeyVault/vaults"
AUDIENCE = "https://vault.azure.net"
_CHALLENGE = f'Bearer authorization="https://{LOGIN_HOST}/{TENANT_ID}", resource="{AUDIENCE}"'


@dataclass(frozen=True)
class Right:
    """What an operation needs.

    Attributes:
        kind: ``secrets`` or ``keys``.
        permission: Its name in access policies, such as ``get``.
        action: Its data action below ``Microsoft.KeyVault/vaults/{kind}``, such as ``getSecret/action``.
    """

    kind: str
    permission: str
    action: str


def vault_of(platform: Platform, request: Request, right: Right, name: str = "") -> Resource:
    """Returns the vault of a request whose caller may do an operation there.

    Args:
        platform: The local Azure.
        request: The request.
        right: What the operation needs.
        name: The secret or key that it is about; empty for lists.

    Raises:
        AzureError: 401 with the challenge that clients sign in by, 403 in Key Vault's words, 404 without such a vault.
    """
    vault = vault_by_name(platform, (request.url.hostname or "").partition(".")[0])
    caller = _caller(platform, request)
    closed = closed_to(platform, request, vault)
    if closed is not None:
        raise _closed(closed, caller, vault)
    if not request.query_params.get("api-version"):
        raise bad_request("api-version must be specified", code="BadParameter")
    if not may(platform, vault, caller, right, name):
        raise _forbidden(vault, caller, right, name)
    return vault


def vault_by_name(platform: Platform, name: str) -> Resource:
    """Returns the vault of a name.

    Raises:
        AzureError: 404; on Azure its host doesn't resolve, which a proxy can't say.
    """
    for vault in platform.resources.of_type(VAULT):
        if vault.name.lower() == name.lower():
            return vault
    raise not_found(f"There is no key vault '{name}'.", code="VaultNotFound")


def may(platform: Platform, vault: Resource, caller: Caller, right: Right, name: str = "") -> bool:
    """Returns whether a caller may do an operation: by role, or by access policy where the vault has those."""
    if not vault.properties.get("enableRbacAuthorization"):
        return allows_by_policy(vault, caller.object_id, right.kind, right.permission)
    scope = f"{vault.id}/{right.kind}/{name}" if name else vault.id
    return platform.authorizer.allows(caller, _action(right), scope, data=True)


async def body_of(request: Request) -> Json:
    """Returns a request's JSON body.

    Raises:
        AzureError: 400 BadParameter when it is none.
    """
    try:
        body = read_json(await request.body())
    except ValueError as error:
        raise bad_request(f"The request body is invalid: {error}", code="BadParameter") from error
    if not isinstance(body, dict):
        raise bad_request("The request body must be a JSON object.", code="BadParameter")
    return body


def _caller(platform: Platform, request: Request) -> Caller:
    try:
        return platform.tokens.verify(request, audiences=(AUDIENCE,))
    except AzureError as error:
        missing = "authorization" not in request.headers
        text = "AKV10000: Request is missing a Bearer or PoP token." if missing else error.message
        raise AzureError(401, "Unauthorized", text, headers={"WWW-Authenticate": _CHALLENGE}) from error


def _closed(closed: Closed, caller: Caller, vault: Resource) -> AzureError:
    tail = f"\r\nCaller: {_who(caller)}\r\nVault: {vault.name};location={vault.location}"
    if closed.why == "disabled":
        message = "Public network access is disabled and request is not from a trusted service nor via an approved "
        return AzureError(403, "Forbidden", f"{message}private link.{tail}", inner_code="ForbiddenByConnection")
    message = (
        f"Client address is not authorized and caller is not a trusted service.\r\nClient address: {closed.address}"
    )
    return AzureError(403, "Forbidden", message + tail, inner_code="ForbiddenByFirewall")


def _forbidden(vault: Resource, caller: Caller, right: Right, name: str) -> AzureError:
    where = f"{vault.name};location={vault.location}"
    if not vault.properties.get("enableRbacAuthorization"):
        message = f"The user, group or application '{_who(caller)}' does not have {right.kind} {right.permission} "
        message += f"permission on key vault '{where}'. For help resolving this issue, please see "
        return AzureError(
            403, "Forbidden", f"{message}https://go.microsoft.com/fwlink/?linkid=2125287", inner_code="AccessDenied"
        )
    message = (
        "Caller is not authorized to perform action on resource.\r\nIf role assignments, deny assignments or role "
        f"definitions were changed recently, please observe propagation time.\r\nCaller: {_who(caller)}\r\n"
        f"Action: '{_action(right)}'\r\nResource: '{vault.id.lower()}/{right.kind}/{name}'\r\n"
        f"Assignment: (not found)\r\nDenyAssignmentId: null\r\nDecisionReason: null \r\nVault: {where}\r\n"
    )
    return AzureError(403, "Forbidden", message, inner_code="ForbiddenByRbac")


def _action(right: Right) -> str:
    return f"{VAULT}/{right.kind}/{right.action}"


def _who(caller: Caller) -> str:
    return f"appid={caller.app_id};oid={caller.object_id};iss={issuer(caller.tenant)}"
