"""Federated credentials of one identity are written one after the other, where writing takes time."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

from local_azure.options import Options
from tests.local_azure.running import HeldClock, LocalAzure, group_id

WRITING_SECONDS = 61  # what no one else sleeps by this clock
IDENTITIES = f"{group_id('rg')}/providers/Microsoft.ManagedIdentity/userAssignedIdentities"


class SteppedClock(HeldClock):
    """A clock by which a write lasts until the test lets it end; others that sleep by it sleep on."""

    def __init__(self) -> None:
        super().__init__()
        self.asleep, self.woken = Event(), Event()

    async def sleep(self, seconds: float) -> None:
        if seconds != WRITING_SECONDS:
            await super().sleep(seconds)
        self.asleep.set()
        await asyncio.to_thread(self.woken.wait)


def credential(subject: str) -> dict[str, object]:
    return {"properties": {"issuer": "https://token.example", "subject": subject, "audiences": ["api://x"]}}


def test_a_second_credential_is_refused_while_the_first_is_written(tmp_path: Path) -> None:
    with LocalAzure(tmp_path, clock=HeldClock()) as quick:
        quick.register_all()
        quick.put(group_id("rg"), {"location": "eastus2"})
        for name in ("id-one", "id-two"):
            quick.put(f"{IDENTITIES}/{name}", {"location": "eastus2"})
    clock = SteppedClock()
    options = Options(weights="tiny-random", operation_seconds=WRITING_SECONDS, retry_after_ms=10)
    with LocalAzure(tmp_path, clock=clock, options=options) as azure, ThreadPoolExecutor(1) as thread:
        path = f"{IDENTITIES}/id-one/federatedIdentityCredentials"
        first = thread.submit(azure.call, "PUT", f"{path}/first", credential("repo:a"))
        try:
            assert clock.asleep.wait(60)
            refused = azure.call("PUT", f"{path}/second", credential("repo:b"))
        finally:
            clock.woken.set()
        assert refused.status_code == 409
        assert refused.json()["error"]["code"] == "ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity"
        assert f"'{IDENTITIES}/id-one'".lower() in refused.json()["error"]["message"]
        assert first.result().status_code == 201
        assert azure.call("PUT", f"{path}/second", credential("repo:b")).status_code == 201
