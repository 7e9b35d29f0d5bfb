"""The user's credential, held to the tenant and subscription of the stack it is used for."""

import base64
import json
import os
from collections.abc import Mapping
from typing import Any

from azure.core.credentials import AccessToken, TokenCredential

from jobs.domain.errors import PermissionDeniedError, UsageError
from jobs.domain.stack import StackOutputs

_SCOPE = "https://management.azure.com/.default"


class TenantCredential:
    """Hands out another credential's tokens when they are of the right tenant.

    It keeps a stack of the local Azure from being worked on with real Azure's tokens, and the other way round.

    Args:
        inner: whose tokens they are.
        tenant_id: the only tenant whose tokens are handed out.
    """

    def __init__(self, inner: TokenCredential, tenant_id: str) -> None:
        self._inner = inner
        self._tenant_id = tenant_id

    def get_token(self, *scopes: str, **options: Any) -> AccessToken:  # noqa: ANN401 -- as azure-core has it
        """Asks for a token.

        Raises:
            PermissionDeniedError: no credential is there, or it isn't accepted.
            UsageError: the token is of another tenant.
        """
        from azure.core.exceptions import ClientAuthenticationError

        try:
            token = self._inner.get_token(*scopes, **options)
        except ClientAuthenticationError as error:
            first = str(error.message).strip().splitlines()[0]
            raise PermissionDeniedError(f"no token for {scopes[0]}: {first}", fix="az login, then again.") from error
        tenant = _claims(token.token).get("tid")
        if tenant != self._tenant_id:
            raise UsageError(
                f"the token is of tenant {tenant}, the stack of {self._tenant_id}",
                fix=f"az login --tenant {self._tenant_id}; for a stack of the local Azure: tunestack local exec -- ...",
            )
        return token


def stack_credential(stack: StackOutputs, environment: Mapping[str, str] = os.environ) -> TenantCredential:
    """The credential for a stack: environment, workload identity, managed identity, or the Azure CLI's login.

    Raises:
        UsageError: the environment names another subscription than the stack's.
    """
    from azure.identity import DefaultAzureCredential

    for variable in ("AZURE_SUBSCRIPTION_ID", "ARM_SUBSCRIPTION_ID"):
        if (subscription := environment.get(variable, stack.subscription_id)) != stack.subscription_id:
            raise UsageError(
                f"{variable} is {subscription}, but the stack is in subscription {stack.subscription_id}",
                fix=f"Unset {variable}, or choose the stack of that subscription.",
            )
    return TenantCredential(DefaultAzureCredential(exclude_interactive_browser_credential=True), stack.tenant_id)


def signed_in_as(stack: StackOutputs) -> str:
    """The object id in Entra of who works on a stack here; empty where the token doesn't say.

    Raises:
        TunestackError: nobody is signed in, or the environment is set up for another stack.
    """
    return str(_claims(stack_credential(stack).get_token(_SCOPE).token).get("oid", ""))


def _claims(token: str) -> dict[str, Any]:
    """What a token says about itself; Azure checks its signature, here it only picks the stack."""
    parts = token.split(".")
    if len(parts) != 3:
        return {}
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    return claims
