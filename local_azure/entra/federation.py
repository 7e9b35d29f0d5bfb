"""Signing in as a managed identity with a token of somebody else's, as a federated credential of it allows."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import jwt

from local_azure.clock import timestamp
from local_azure.entra.errors import SignInError
from local_azure.json_types import Json
from local_azure.platform import Platform
from local_azure.resources import Resource
from local_azure.tokens import Principal

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
CREDENTIALS = "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials"
_SEE = "https://learn.microsoft.com/entra/workload-id/workload-identity-federation"
# How far clocks may be apart, in seconds (Microsoft identity platform, as of 2026-10).
SKEW = 300


def check_assertion(platform: Platform, principal: Principal, assertion: str) -> None:
    """Returns when a token lets its bearer sign in as an identity.

    Its issuer, subject and audience must be those of one federated credential, compared with case, and its signature
    one of the issuer's keys. Those are in ``options.federated_issuers``: a local Azure fetches none from outside.

    Args:
        platform: The local Azure.
        principal: The identity.
        assertion: The token.

    Raises:
        SignInError: Entra's refusal. Codes and texts are from reports of users (azure-workload-identity, Azure/login).
    """
    claims = _claims(assertion)
    _match(_credentials(platform, principal), claims)
    _check_signature(platform, str(claims["iss"]), assertion)
    _check_time(platform.clock.now(), claims)


def _claims(assertion: str) -> Json:
    try:
        claims: Json = jwt.decode(
            assertion, options={"verify_signature": False, "require": ["iss", "sub", "aud", "exp"]}
        )
    except jwt.InvalidTokenError as error:
        raise _refused(50027, f"JWT token is invalid or malformed: {error}.") from error
    return claims


def _credentials(platform: Platform, principal: Principal) -> Sequence[Resource]:
    found = platform.resources.children(principal.resource_id, CREDENTIALS) if principal.resource_id else ()
    if not found:
        raise _refused(
            70025,
            f"The client '{principal.app_id}'({principal.name}) has no configured federated identity credentials.",
        )
    return found


def _match(credentials: Sequence[Resource], claims: Json) -> None:
    issuer, subject = str(claims["iss"]), str(claims["sub"])
    audiences = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    trusted = _narrowed(credentials, lambda each: each["issuer"] == issuer, 700211, "issuer", issuer)
    try:
        trusted = _narrowed(trusted, lambda each: each["subject"] == subject, 700213, "subject", subject)
    except SignInError as error:
        if any(each.properties["subject"].lower() == subject.lower() for each in trusted):
            raise _refused(
                7002138,
                f"No matching federated identity record found for presented assertion subject '{subject}'. The subject "
                f"matches with case-insensitive comparison, but not with case-sensitive comparison. {_SEE}",
            ) from error
        raise
    told = str(audiences[0]) if audiences else ""
    _narrowed(trusted, lambda each: any(one in each["audiences"] for one in audiences), 700212, "audience", told)


def _narrowed(
    credentials: Sequence[Resource], test: Callable[[Json], bool], code: int, name: str, value: str
) -> Sequence[Resource]:
    found = [each for each in credentials if test(each.properties)]
    if not found:
        raise _refused(
            code,
            f"No matching federated identity record found for presented assertion {name} '{value}'. Check your "
            f"federated identity credential Subject, Audience and Issuer against the presented assertion. {_SEE}",
        )
    return found


def _check_signature(platform: Platform, issuer: str, assertion: str) -> None:
    keys = platform.options.federated_issuers.get(issuer)
    if keys is None:
        raise SignInError(
            400,
            "invalid_request",
            501661,
            "Request to External OIDC endpoint failed. The local Azure reaches none: name the issuer's keys in "
            f"options.json under federated_issuers, '{issuer}'.",
        )
    named = jwt.get_unverified_header(assertion).get("kid")
    for key in jwt.PyJWKSet.from_dict(dict(keys)).keys:
        if named not in (None, key.key_id):
            continue
        try:
            jwt.decode(assertion, key, algorithms=["RS256"], options=_SIGNATURE_ALONE)
        except jwt.PyJWTError:
            continue
        return
    raise _refused(
        7000272,
        f"The certificate with identifier {named} used to sign the federated credential could not be found in the "
        f"metadata of identity provider {issuer}. Please validate that your Identity Provider's metadata exposes the "
        "key used to sign the incoming token.",
    )


# Times are checked by the platform's clock, the audience against the credential.
_SIGNATURE_ALONE: Any = dict.fromkeys(("verify_aud", "verify_exp", "verify_nbf", "verify_iat"), False)


def _check_time(now: datetime, claims: Json) -> None:
    begins, ends = float(claims.get("nbf") or claims.get("iat") or 0), float(claims["exp"])
    if begins - SKEW <= now.timestamp() < ends + SKEW:
        return
    first, last = (timestamp(datetime.fromtimestamp(each, UTC)) for each in (begins, ends))
    raise _refused(
        700024,
        f"Client assertion is not within its valid time range. Current time: {timestamp(now)}, assertion valid from "
        f"{first}, expiry time of assertion {last}.",
    )


def _refused(code: int, message: str) -> SignInError:
    return SignInError(401, "invalid_client", code, message)
