"""tunestack local clock moves the time of a local Azure that runs as a process of its own, and it stays moved."""

import json
import os
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from local_azure.credentials import credentials
from local_azure.identity import SUBSCRIPTION_SCOPE, TENANT_ID
from local_azure.instance_file import read_instance
from tests.local_azure.running import ARM, group_id

Run = Callable[..., subprocess.CompletedProcess[str]]
VAULT = f"{group_id('rg')}/providers/Microsoft.KeyVault/vaults/kv-process"
DELETED = f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.KeyVault/locations/eastus2/deletedVaults/kv-process"
WEEK = {"tenantId": TENANT_ID, "sku": {"family": "A", "name": "standard"}, "softDeleteRetentionInDays": 7}


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "local"


@pytest.fixture
def run(directory: Path) -> Iterator[Run]:
    """Runs commands of ``tunestack local`` on a folder of the test's own, and stops what they started."""

    def call(*arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "TUNESTACK_LOCAL_DIR": str(directory)}
        command = [sys.executable, "-m", "local_azure", *arguments]
        return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)

    yield call
    call("stop")


@contextmanager
def client(directory: Path) -> Iterator[httpx.Client]:
    """A client of the process that runs, signed in anew."""
    instance, secrets = read_instance(directory), credentials(directory)
    assert instance is not None
    trust = ssl.create_default_context(cafile=str(directory / "ca.pem"))
    form = {"grant_type": "client_credentials", "client_id": secrets.client_id, "client_secret": secrets.client_secret}
    login = f"https://login.microsoftonline.com/{TENANT_ID}/oauth2/v2.0/token"
    usual: dict[str, Any] = {"trust_env": False, "timeout": 60, "params": {"api-version": "2023-07-01"}}
    with httpx.Client(proxy=f"http://127.0.0.1:{instance.proxy_port}", verify=trust, **usual) as opened:
        answer = opened.post(login, data={**form, "scope": f"{ARM}/.default"}).raise_for_status()
        opened.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        yield opened


def ahead(run: Run) -> float:
    said: dict[str, Any] = json.loads(run("clock", "--output", "json").stdout)
    return float(said["aheadSeconds"])


def test_a_deleted_vault_is_gone_when_its_days_are_over_and_time_stays_ahead_over_a_restart(
    run: Run, directory: Path
) -> None:
    assert run("start", "--weights", "tiny-random").returncode == 0
    body = {"location": "eastus2", "properties": WEEK}
    with client(directory) as azure:
        azure.put(f"{ARM}{group_id('rg')}", params={"api-version": "2024-03-01"}, json={"location": "eastus2"})
        azure.post(f"{ARM}{SUBSCRIPTION_SCOPE}/providers/Microsoft.KeyVault/register").raise_for_status()
        azure.put(f"{ARM}{VAULT}", json=body).raise_for_status()
        while azure.get(f"{ARM}{VAULT}").json()["properties"]["provisioningState"] != "Succeeded":
            pass
        azure.delete(f"{ARM}{VAULT}").raise_for_status()
        moved = run("clock", "--advance", "6d23h")
        assert (moved.returncode, "6d23h ahead of this machine" in moved.stdout) == (0, True)
        assert azure.get(f"{ARM}{DELETED}").json()["error"]["code"] == "ExpiredAuthenticationToken"
    with client(directory) as azure:
        assert azure.get(f"{ARM}{DELETED}").status_code == 200
        run("clock", "--advance", "1h")
        run("stop")
    run("start")
    assert ahead(run) == timedelta(days=7).total_seconds()
    with client(directory) as azure:
        answer = azure.get(f"{ARM}{DELETED}")
        assert answer.json()["error"]["code"] == "DeletedVaultNotFound"
        said = datetime.strptime(answer.headers["Date"], "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=UTC)
        assert said - datetime.now(UTC) > timedelta(days=6, hours=23)
        assert azure.put(f"{ARM}{VAULT}", json=body).status_code == 201


def test_an_operation_that_takes_azures_time_ends_when_time_is_moved(run: Run, directory: Path) -> None:
    assert run("start", "--weights", "tiny-random", "--latency", "azure", "--latency-scale", "10").returncode == 0
    refused = run("start", "--latency-scale", "1")
    assert "it runs with the latency scale 10.0; stop it first: tunestack local stop" in refused.stderr
    with client(directory) as azure:
        azure.put(f"{ARM}{group_id('rg')}", params={"api-version": "2024-03-01"}, json={"location": "eastus2"})
        azure.post(f"{ARM}{SUBSCRIPTION_SCOPE}/providers/Microsoft.KeyVault/register").raise_for_status()
        run("clock", "--advance", "20m")
        begun = azure.put(f"{ARM}{VAULT}", json={"location": "eastus2", "properties": WEEK}).raise_for_status()
        assert begun.json()["properties"]["provisioningState"] == "Creating"
        assert azure.get(f"{ARM}{VAULT}").json()["properties"]["provisioningState"] == "Creating"
        run("clock", "--advance", "180s")
        assert azure.get(f"{ARM}{VAULT}").json()["properties"]["provisioningState"] == "Succeeded"


def test_without_a_running_one_the_clock_is_told_but_not_moved(run: Run) -> None:
    assert "as for this machine" in run("clock").stdout
    refused = run("clock", "--advance", "15d")
    assert (refused.returncode, refused.stderr) == (
        2,
        "The local Azure isn't running; start it with: tunestack local start\n",
    )
    assert ahead(run) == 0


def test_a_span_that_nobody_can_read_is_refused_with_how_to_write_it(run: Run) -> None:
    refused = run("clock", "--advance", "-3d")
    assert refused.returncode == 2
    assert "'-3d' isn't a span of time: write days, hours, minutes or seconds, such as 15d or 1d12h" in refused.stderr
