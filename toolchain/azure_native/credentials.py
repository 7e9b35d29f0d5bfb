"""Who the provider is: access tokens from a client secret, an OIDC token or the Azure CLI."""

import base64
import json
import subprocess
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlencode

from toolchain.azure_native.clock import Clock
from toolchain.azure_native.configuration import Configuration
from toolchain.azure_native.errors import ProviderError, UnsupportedError
from toolchain.azure_native.exchange import Answer, Exchange

LOGIN = "https://login.microsoftonline.com"
MANAGEMENT = "https://management.azure.com"
ARM_SCOPE = f"{MANAGEMENT}//.default"  # the endpoint ends in a slash: the official provider asks with two
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
EARLY_SECONDS = 300.0  # a token is renewed so long before it expires


class Credential(Protocol):
    """Gives access tokens."""

    def token(self, scope: str) -> str:
        """Returns an access token for a scope such as https://management.azure.com/.default.

        Raises:
            ProviderError: none could be had.
        """


class CachedCredential:
    """Keeps each token until shortly before it expires.

    Args:
        fetch: gets a token for a scope, and the seconds it is good for.
        clock: tells when that is over.
    """

    def __init__(self, fetch: Callable[[str], tuple[str, float]], clock: Clock) -> None:
        self._fetch = fetch
        self._clock = clock
        self._tokens: dict[str, tuple[str, float]] = {}
        self._lock = threading.Lock()

    def token(self, scope: str) -> str:
        """Returns an access token for a scope.

        Raises:
            ProviderError: none could be had.
        """
        with self._lock:
            held = self._tokens.get(scope)
            if held is None or held[1] <= self._clock.monotonic():
                token, seconds = self._fetch(scope)
                held = self._tokens[scope] = (token, self._clock.monotonic() + seconds - EARLY_SECONDS)
            return held[0]


def credential(configuration: Configuration, exchange: Exchange, clock: Clock) -> Credential:
    """Chooses the credential that the configuration asks for, in the official provider's order.

    Raises:
        ProviderError: the one chosen lacks something, or is one that this stand-in does not know.
    """
    for key in ("useDefaultAzureCredential", "clientCertificatePath", "useMsi"):
        if configuration.value(key) not in ("", "false"):
            raise UnsupportedError(
                f"this stand-in does not know azure-native:{key}: give it a client secret or an OIDC token, "
                "or sign in with az"
            )
    if configuration.value("clientSecret"):
        secret = configuration.required("clientSecret", "a client secret")
        return _application(configuration, exchange, clock, "a client secret", lambda: {"client_secret": secret})
    if configuration.value("useOidc") == "true":
        return _application(configuration, exchange, clock, "OIDC", lambda: _assertion(configuration))
    return CachedCredential(lambda scope: _from_cli(scope, configuration.subscription_id), clock)


def claims(token: str) -> Mapping[str, Any]:
    """Reads the claims of a token, without checking who signed it."""
    payload = token.split(".")[1]
    read: Mapping[str, Any] = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return read


def _application(
    configuration: Configuration, exchange: Exchange, clock: Clock, way: str, proof: Callable[[], Mapping[str, str]]
) -> Credential:
    tenant, client = configuration.required("tenantId", way), configuration.required("clientId", way)

    def fetch(scope: str) -> tuple[str, float]:
        form = {"grant_type": "client_credentials", "client_id": client, "scope": scope, **proof()}
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = exchange("POST", f"{LOGIN}/{tenant}/oauth2/v2.0/token", headers, urlencode(form).encode())
        return _read(answer)

    return CachedCredential(fetch, clock)


def _assertion(configuration: Configuration) -> Mapping[str, str]:
    token = configuration.value("oidcToken")
    path = configuration.value("oidcTokenFilePath")
    if not token and path:
        try:
            token = Path(path).read_text().strip()
        except OSError as error:
            raise ProviderError(f"the OIDC token file {path} cannot be read: {error.strerror}") from error
    if not token:
        raise ProviderError(
            "useOidc is set without an OIDC token: set azure-native:oidcToken (ARM_OIDC_TOKEN) or "
            "azure-native:oidcTokenFilePath (ARM_OIDC_TOKEN_FILE_PATH)"
        )
    return {"client_assertion_type": ASSERTION, "client_assertion": token}


def _read(answer: Answer) -> tuple[str, float]:
    body = answer.body if isinstance(answer.body, dict) else {}
    if answer.status != 200 or "access_token" not in body:
        reason = body.get("error_description") or answer.text or f"HTTP status {answer.status}"
        raise ProviderError(f"signing in to Azure failed: {reason}")
    return str(body["access_token"]), float(body.get("expires_in", 3600))


def _from_cli(scope: str, subscription_id: str) -> tuple[str, float]:
    command = [
        "az",
        "account",
        "get-access-token",
        "--output",
        "json",
        "--scope",
        scope,
        "--subscription",
        subscription_id,
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    except FileNotFoundError as error:
        raise ProviderError(
            "no credential is configured and the Azure CLI (az) is not installed: set ARM_CLIENT_ID, "
            "ARM_CLIENT_SECRET, ARM_TENANT_ID, or run inside `tunestack local exec -- ...`"
        ) from error
    if done.returncode != 0:
        raise ProviderError(f"the Azure CLI gave no token: {done.stderr.strip()}")
    # az says when the token expires in local time; a minute's use before asking again is safe with any.
    return str(json.loads(done.stdout)["accessToken"]), EARLY_SECONDS + 60
