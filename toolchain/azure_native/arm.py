"""Calls to Azure Resource Manager: signed in, versioned, tried again as the official provider does."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from toolchain.azure_native.clock import Clock
from toolchain.azure_native.credentials import ARM_SCOPE, MANAGEMENT, Credential
from toolchain.azure_native.errors import ArmError, ProviderError
from toolchain.azure_native.exchange import Answer, Exchange, TransportError
from toolchain.azure_native.retry import LONGEST, UNREGISTERED, asked_delay, delays, is_retried

PARTNER = "pid-a90539d8-a7a6-5826-95c4-1fbef22d4b22"  # Pulumi's own id in its provider's user agent
REGISTRATION_VERSION = "2016-09-01"  # API version of resource provider registrations (azcore 1.17.0)
REGISTRATION_SECONDS = (15.0, 300.0)  # between looks, and at most (azcore 1.17.0)
SUCCESS = {
    "GET": {200},
    "HEAD": {200, 204},
    "POST": {200, 201, 202, 204},
    "PUT": {200, 201, 202},
    "PATCH": {200, 201, 202},
    "DELETE": {200, 202, 204},
}


class Arm:
    """Azure Resource Manager, as one caller.

    Args:
        exchange: sends a request and gives the answer.
        credential: who is calling.
        clock: waits between tries.
        user_agent: how this program names itself.
    """

    def __init__(self, exchange: Exchange, credential: Credential, clock: Clock, user_agent: str) -> None:
        self._exchange = exchange
        self._credential = credential
        self._user_agent = user_agent
        self.clock = clock

    def call(
        self,
        method: str,
        path: str,
        api_version: str,
        body: Any = None,  # noqa: ANN401 - JSON
        query: Mapping[str, str] | None = None,
    ) -> Answer:
        """Calls a path until it succeeds or there is no point in trying again.

        Raises:
            ArmError: Azure answered with an error.
            TransportError: no answer came, four times.
        """
        url = f"{MANAGEMENT}/{path.lstrip('/')}?{urlencode({'api-version': api_version, **(query or {})})}"
        try:
            return self._accepted(method, self.send(method, url, body))
        except ArmError as error:
            if error.status != 409 or error.code not in UNREGISTERED:
                raise
        self._register(path)
        return self._accepted(method, self.send(method, url, body))

    def send(self, method: str, url: str, body: Any = None, scope: str = ARM_SCOPE) -> Answer:  # noqa: ANN401 - JSON
        """Sends a request to a full URL and gives the answer, whatever its status, after the tries that it is worth.

        Args:
            method: the HTTP method.
            url: where to.
            body: what to send; None for nothing.
            scope: what the access token is for.

        Raises:
            TransportError: no answer came, four times.
        """
        waits = delays()
        while True:
            answer, failure = self._once(method, url, body, scope)
            wait = next(waits, None)
            if answer is not None:
                asked = asked_delay(answer.headers)
                code = error_of(answer)[0]
                if wait is None or not is_retried(answer.status, code) or (asked or 0) > LONGEST:
                    return answer
                wait = asked or wait
            elif wait is None:
                raise failure or TransportError(f"{method} {url}: no answer")
            self.clock.sleep(wait)

    def token(self, scope: str) -> str:
        """Returns an access token of the caller for any scope."""
        return self._credential.token(scope)

    def _once(
        self,
        method: str,
        url: str,
        body: Any,  # noqa: ANN401 - JSON
        scope: str,
    ) -> tuple[Answer | None, TransportError | None]:
        headers = {"Authorization": f"Bearer {self.token(scope)}", "User-Agent": self._user_agent}
        content = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            content = json.dumps(body).encode()
        try:
            return self._exchange(method, url, headers, content), None
        except TransportError as error:
            return None, error

    def _accepted(self, method: str, answer: Answer) -> Answer:
        if answer.status not in SUCCESS[method]:
            raise arm_error(answer)
        return answer

    def _register(self, path: str) -> None:
        parts = path.strip("/").split("/")
        namespace = parts[len(parts) - 1 - parts[::-1].index("providers") + 1]
        provider = f"/subscriptions/{parts[1]}/providers/{namespace}"
        self.call("POST", f"{provider}/register", REGISTRATION_VERSION)
        between, longest = REGISTRATION_SECONDS
        give_up = self.clock.monotonic() + longest
        while self.call("GET", provider, REGISTRATION_VERSION).body.get("registrationState") != "Registered":
            if self.clock.monotonic() > give_up:
                raise ProviderError(f"{namespace} did not become registered in {longest:.0f} s")
            self.clock.sleep(between)


def arm_error(answer: Answer) -> ArmError:
    """Reads an error answer."""
    return ArmError(answer.status, *error_of(answer))


def error_of(answer: Answer) -> tuple[str, str]:
    """Reads code and message of an error answer; the message is the whole text where it has none."""
    body = answer.body if isinstance(answer.body, dict) else {}
    error = body.get("error", body)
    if not isinstance(error, dict):
        return "", answer.text
    return str(error.get("code") or ""), str(error.get("message") or answer.text)


def absolute(url: str, api_version: str) -> str:
    """Completes a poll address: the host when it is relative, the API version when it has none."""
    if url.startswith("/"):
        url = MANAGEMENT + url
    if "api-version=" in urlsplit(url).query:
        return url
    return f"{url}{'&' if '?' in url else '?'}api-version={api_version}"
