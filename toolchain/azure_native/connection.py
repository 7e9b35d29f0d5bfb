"""One HTTP exchange with Azure: through the proxy and with the certificates that the environment names."""

from collections.abc import Mapping

import httpx

from toolchain.azure_native.errors import ProviderError
from toolchain.azure_native.exchange import Answer, Exchange, TransportError, answer

LOCAL_AZURE = "tunestack-local-azure"
"""What the local Azure says it is in the header `Server`; Azure's own answers say otherwise."""

SECONDS = httpx.Timeout(300, connect=30)


def connect() -> Exchange:
    """Opens connections that are kept, for use by many threads; refuses answers of anything but a local Azure."""
    client = httpx.Client(timeout=SECONDS, limits=httpx.Limits(max_connections=None, max_keepalive_connections=32))

    def exchange(method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        try:
            response = client.request(method, url, headers=dict(headers), content=body)
        except httpx.TransportError as error:
            raise TransportError(f"{method} {url.partition('?')[0]}: {type(error).__name__}: {error}") from error
        _require_local(url, response.headers.get("server", ""))
        return answer(response.status_code, response.headers, response.text)

    return exchange


def _require_local(url: str, server: str) -> None:
    if server != LOCAL_AZURE:
        raise ProviderError(
            f"this stand-in for the azure-native provider works against the local Azure only, and "
            f"{httpx.URL(url).host} answered as '{server}'. Start one (tunestack local start) and run this as "
            "`tunestack local exec -- ...`, or install the official provider: "
            "pulumi plugin install resource azure-native 3.24.0"
        )
