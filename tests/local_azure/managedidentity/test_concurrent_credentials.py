"""Federated credentials of one identity are written one after the other, where writing takes time."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import httpx
import pytest

from local_azure.clock.movable import MovableClock
from local_azure.options import Options
from tests.local_azure.running import HeldClock, LocalAzure, group_id

WRITING = timedelta(seconds=61)
NOON = datetime(2026, 10, 7, 12, 0, tzinfo=UTC)
IDENTITIES = f"{group_id('rg')}/providers/Microsoft.ManagedIdentity/userAssignedIdentities"
CREDENTIALS = f"{IDENTITIES}/id-one/federatedIdentityCredentials"


class SlowWrites:
    """A local Azure where a write lasts until the test moves the clock."""

    def __init__(self, directory: Path, thread: ThreadPoolExecutor) -> None:
        self.clock = MovableClock(standing_at=NOON)
        options = Options(weights="tiny-random", operation_seconds=WRITING.total_seconds(), retry_after_ms=10)
        self.azure = LocalAzure(directory, clock=self.clock, options=options)
        self._thread = thread

    def begin(self, name: str, subject: str) -> Future[httpx.Response]:
        """Begins to write a credential, and returns when its write waits for the clock."""
        writing = self._thread.submit(self.write, name, subject)
        while self.clock.now() + WRITING not in self.clock.moments and not writing.done():
            Event().wait(0.01)
        return writing

    def write(self, name: str, subject: str) -> httpx.Response:
        properties = {"issuer": "https://token.example", "subject": subject, "audiences": ["api://x"]}
        return self.azure.call("PUT", f"{CREDENTIALS}/{name}", {"properties": properties})

    def end(self, writing: Future[httpx.Response]) -> httpx.Response:
        self.azure.advance(seconds=WRITING.total_seconds())
        return writing.result()


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[SlowWrites]:
    with LocalAzure(tmp_path, clock=HeldClock()) as quick:
        quick.register_all()
        quick.put(group_id("rg"), {"location": "eastus2"})
        quick.put(f"{IDENTITIES}/id-one", {"location": "eastus2"})
    with ThreadPoolExecutor(1) as thread:
        made = SlowWrites(tmp_path, thread)
        with made.azure:
            yield made


def test_a_second_credential_is_refused_while_the_first_is_written(slow: SlowWrites) -> None:
    first = slow.begin("first", "repo:a")
    refused = slow.write("second", "repo:b")
    assert refused.status_code == 409
    assert refused.json()["error"]["code"] == "ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity"
    assert f"'{IDENTITIES}/id-one'".lower() in refused.json()["error"]["message"]
    assert slow.end(first).status_code == 201
    assert slow.end(slow.begin("second", "repo:b")).status_code == 201
