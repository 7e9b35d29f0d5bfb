"""The provider's way to a local Azure that runs in the test process."""

import threading
from collections.abc import Mapping
from urllib.parse import urlsplit

from tests.local_azure.running import ARM, LocalAzure
from tests.toolchain.azure_native.fake_azure import FakeAzure, PassingClock
from toolchain.azure_native.exchange import Answer, answer

VAULT = "https://vault.azure.net"


class LocalExchange(FakeAzure):
    """Azure's answers over HTTP, as the deployer; the provider's own signing in has tests of its own."""

    def __init__(self, azure: LocalAzure) -> None:
        super().__init__()
        self._azure = azure

    def exchange(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        if "login.microsoftonline.com" in url:
            return super().exchange(method, url, headers, body)
        audience = VAULT if (urlsplit(url).hostname or "").endswith(".vault.azure.net") else ARM
        sent = {**headers, "Authorization": f"Bearer {self._azure.token(audience)}"}
        got = self._azure.http.request(method, url, headers=sent, content=body)
        return answer(got.status_code, got.headers, got.text)


class PollingClock(PassingClock):
    """Gives the local Azure a moment between polls, and never finds it late."""

    def sleep(self, seconds: float) -> None:
        threading.Event().wait(0.005)
