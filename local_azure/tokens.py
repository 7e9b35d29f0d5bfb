"""The token authority of a local Azure: its principals, the tokens it signs and the check that every call passes."""

import hashlib
import hmac
import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from starlette.requests import HTTPConnection

from local_azure.clock import Clock
from local_azure.errors import AzureError
from local_azure.identity import LOGIN_HOST, TENANT_ID
from local_azure.json_types import Json
from local_azure.secret_files import write_secret
from local_azure.store import Store

TABLE = "principals"
# Entra's own default is between 60 and 90 minutes (Microsoft identity platform, access token lifetime, as of 2026-10).
LIFETIME = timedelta(minutes=75)
MANAGEMENT_AUDIENCES = (
    "https://management.azure.com",
    "https://management.core.windows.net",
    "https://management.azure.com/",
    "https://management.core.windows.net/",
)


@dataclass(frozen=True)
class Principal:
    """Somebody who can have a token.

    Attributes:
        object_id: The id that role assignments name.
        app_id: The client id.
        name: For people.
        kind: ``ServicePrincipal``, ``User`` or ``Group``.
        resource_id: The ARM resource a managed identity belongs to; empty otherwise.
    """

    object_id: str
    app_id: str
    name: str
    kind: str = "ServicePrincipal"
    resource_id: str = ""


@dataclass(frozen=True)
class Caller:
    """Who sent a request, from its checked token.

    Attributes:
        tenant: The tenant's id.
        object_id: The principal's object id.
        app_id: The client id.
        audience: Whom the token is for.
        claims: All claims.
    """

    tenant: str
    object_id: str
    app_id: str
    audience: str
    claims: Mapping[str, Any] = field(default_factory=dict)


class TokenAuthority:
    """Signs and checks the tokens of one local Azure (RS256) and knows its principals.

    Args:
        directory: The instance's folder; the signing key is made there on first use, readable by its owner alone.
        store: Where principals are kept.
        clock: The time that tokens begin and end by.
    """

    def __init__(self, directory: Path, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._private_key = _signing_key(directory / "token-signing.key")
        self._key_id = _key_id(self._private_key)

    def register(self, principal: Principal, *, secret: str | None = None) -> None:
        """Makes a principal known, so that it can have tokens; ``secret`` lets it sign in as a client."""
        document: Json = asdict(principal)
        if secret is not None:
            document["secret_sha256"] = _sha256(secret)
        self._store.put(TABLE, principal.object_id.lower(), document)

    def unregister(self, object_id: str) -> None:
        """Forgets a principal: it gets no further tokens, its role assignments stay as those of an unknown one."""
        self._store.delete(TABLE, object_id.lower())

    def principal(self, object_id: str) -> Principal | None:
        """Returns the principal of that object id, or None."""
        document = self._store.get(TABLE, object_id.lower())
        return None if document is None else _principal(document)

    def client(self, app_id: str) -> Principal | None:
        """Returns the principal of that client id, or None."""
        documents = self._store.list(TABLE)
        return next((_principal(found) for found in documents if found["app_id"].lower() == app_id.lower()), None)

    def principals(self, kind: str) -> list[Principal]:
        """Returns all principals of a kind, such as ``Group``."""
        return [_principal(found) for found in self._store.list(TABLE) if found["kind"] == kind]

    def knows_secret(self, principal: Principal, secret: str) -> bool:
        """Returns whether that is the principal's client secret."""
        document = self._store.get(TABLE, principal.object_id.lower()) or {}
        return hmac.compare_digest(document.get("secret_sha256", ""), _sha256(secret))

    def issue(
        self,
        principal: Principal,
        audience: str,
        *,
        lifetime: timedelta = LIFETIME,
        claims: Mapping[str, Any] | None = None,
    ) -> str:
        """Returns a signed access token.

        Args:
            principal: Whom it speaks for.
            audience: The resource it is for, such as ``https://storage.azure.com``.
            lifetime: How long it holds.
            claims: Claims to add or to put in place of the usual ones.
        """
        now = int(self._clock.now().timestamp())
        payload = {
            "aud": audience,
            "iss": issuer(TENANT_ID),
            "iat": now,
            "nbf": now,
            "exp": now + int(lifetime.total_seconds()),
            "appid": principal.app_id,
            "azp": principal.app_id,
            "appidacr": "1",
            "idtyp": "user" if principal.kind == "User" else "app",
            "oid": principal.object_id,
            "sub": principal.object_id,
            "tid": TENANT_ID,
            "uti": secrets.token_urlsafe(16),
            "ver": "1.0",
        }
        if principal.resource_id:
            payload["xms_mirid"] = principal.resource_id
        payload.update(claims or {})
        headers = {"kid": self._key_id, "x5t": self._key_id}
        return jwt.encode(payload, self._private_key, algorithm="RS256", headers=headers)

    def verify(self, request: HTTPConnection, *, audiences: Sequence[str]) -> Caller:
        """Returns who sent a request, from its ``Authorization: Bearer`` token.

        Args:
            request: The request.
            audiences: The audiences accepted; a slash at the end makes no difference.

        Raises:
            AzureError: 401 with ``WWW-Authenticate``: no token, or signature, audience, time or tenant are wrong.
        """
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer" or not token.strip():
            raise _unauthorized("AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.")
        return self.verify_token(token.strip(), audiences=audiences)

    def verify_token(self, token: str, *, audiences: Sequence[str]) -> Caller:
        """Returns whom a token speaks for.

        Args:
            token: The token itself, without ``Bearer``.
            audiences: The audiences accepted; a slash at the end makes no difference.

        Raises:
            AzureError: 401 with ``WWW-Authenticate``.
        """
        claims = self._claims(token)
        now = self._clock.now().timestamp()
        if not claims["nbf"] - 300 <= now < claims["exp"]:
            raise _unauthorized("ExpiredAuthenticationToken", "The access token has expired or isn't valid yet.")
        audience = str(claims["aud"])
        if audience.rstrip("/") not in {accepted.rstrip("/") for accepted in audiences}:
            raise _unauthorized(
                "InvalidAuthenticationTokenAudience",
                "The access token has been obtained for wrong audience or resource "
                f"'{audience}'. It should exactly match with one of the allowed audiences '{','.join(audiences)}'.",
            )
        if claims["tid"] != TENANT_ID or claims["iss"] != issuer(TENANT_ID):
            raise _unauthorized(
                "InvalidAuthenticationTokenTenant",
                f"The access token is from the wrong issuer '{claims['iss']}'. It must match the tenant "
                f"'{issuer(TENANT_ID)}' associated with this subscription.",
            )
        return Caller(str(claims["tid"]), str(claims["oid"]), str(claims["appid"]), audience, claims)

    def jwks(self) -> Json:
        """Returns the public keys that tokens are checked with, as a JSON Web Key Set."""
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self._private_key.public_key(), as_dict=True)
        key = {**public, "use": "sig", "alg": "RS256", "kid": self._key_id, "x5t": self._key_id}
        return {"keys": [{name: value for name, value in key.items() if name != "key_ops"}]}

    def _claims(self, token: str) -> dict[str, Any]:
        options: Any = {
            "verify_aud": False,  # checked in verify_token, as are the times, by the platform's clock
            "verify_exp": False,
            "verify_nbf": False,
            "verify_iat": False,
            "require": ["aud", "iss", "exp", "nbf", "tid", "oid", "appid"],
        }
        try:
            return jwt.decode(token, self._private_key.public_key(), algorithms=["RS256"], options=options)
        except jwt.InvalidTokenError as error:
            raise _unauthorized("InvalidAuthenticationToken", f"The access token is invalid: {error}.") from error


def issuer(tenant: str) -> str:
    """Returns the issuer that a tenant's tokens name."""
    return f"https://sts.windows.net/{tenant}/"


def _principal(document: Json) -> Principal:
    return Principal(**{name: value for name, value in document.items() if name != "secret_sha256"})


def _unauthorized(code: str, message: str) -> AzureError:
    authority = f"https://{LOGIN_HOST}/{TENANT_ID}"
    quoted = message.encode("ascii", "replace").decode().replace('"', "'").replace("\n", " ").replace("\r", " ")
    challenge = f'Bearer authorization_uri="{authority}", error="invalid_token", error_description="{quoted}"'
    return AzureError(401, code, message, headers={"WWW-Authenticate": challenge})


def _signing_key(path: Path) -> rsa.RSAPrivateKey:
    if not path.exists():
        fresh = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        pem = fresh.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        write_secret(path, pem)
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError(f"{path} isn't an RSA private key; remove it and start again: a new one is made")
    return key


def _key_id(key: rsa.RSAPrivateKey) -> str:
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return str(uuid.UUID(bytes=hashlib.sha256(public).digest()[:16]))


def _sha256(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
