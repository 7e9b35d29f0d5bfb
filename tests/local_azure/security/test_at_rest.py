"""A local Azure as users run it: what it leaves in its folder and logs of the secrets that passed through it."""

import base64
import os
import ssl
import stat
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from local_azure.credentials import credentials
from local_azure.identity import SUBSCRIPTION_ID, TENANT_ID
from local_azure.instance_file import InstanceFile, read_instance
from local_azure.options import Options, keep_options
from tests.local_azure.security.processes_of import is_loopback, listening

ARM = "https://management.azure.com"
SUBSCRIPTION = f"{ARM}/subscriptions/{SUBSCRIPTION_ID}"
GROUP = f"{SUBSCRIPTION}/resourceGroups/rg-rest"
VAULT = f"{GROUP}/providers/Microsoft.KeyVault/vaults/kv-at-rest"
PLAIN = "http://user:word-of-the-user@elsewhere.example/x?sig=query-of-a-plain-request"
# Where a secret may lie: in the service's own store, or in the file that is there for it.
STATE = {"state.sqlite", "state.sqlite-wal", "state.sqlite-shm"}


@dataclass(frozen=True)
class Left:
    """What a local Azure has left that was stopped.

    Attributes:
        directory: Its folder.
        instance: What it said of itself.
        secrets: What passed through it, and the files in which each may be.
        sockets: What it listened on.
        modes: Who could read its files while it ran.
    """

    directory: Path
    instance: InstanceFile
    secrets: Mapping[str, set[str]]
    sockets: set[str]
    modes: Mapping[str, int]


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Left:
    directory = tmp_path_factory.mktemp("rest") / "local"
    directory.mkdir()
    keep_options(directory, Options(weights="tiny-random", record=True, retry_after_ms=10))
    command_line(directory, "start")
    try:
        instance = read_instance(directory)
        assert instance is not None
        context = ssl.create_default_context(cafile=str(directory / "ca.pem"))
        with httpx.Client(
            proxy=f"http://127.0.0.1:{instance.proxy_port}", verify=context, timeout=60, trust_env=False
        ) as http:
            secrets = used(http, directory)
        sockets, modes = listening(instance.pid), modes_in(directory)
    finally:
        command_line(directory, "stop")
    return Left(directory, instance, secrets, sockets, modes)


def command_line(directory: Path, command: str) -> None:
    environment = {**os.environ, "TUNESTACK_LOCAL_DIR": str(directory)}
    subprocess.run([sys.executable, "-m", "local_azure", command], env=environment, check=True, capture_output=True)


def modes_in(directory: Path) -> dict[str, int]:
    modes = {}
    for file in (directory, *directory.rglob("*")):
        with suppress(FileNotFoundError):  # it was written under another name until now
            modes[str(file.relative_to(directory))] = stat.S_IMODE(file.lstat().st_mode)
    return modes


def used(http: httpx.Client, directory: Path) -> dict[str, set[str]]:
    """Lets secrets of all kinds pass, rightly and wrongly, and returns them with where they may lie."""
    own = credentials(directory)
    form = {"grant_type": "client_credentials", "client_id": own.client_id, "client_secret": own.client_secret}
    url = f"https://login.microsoftonline.com/{TENANT_ID}/oauth2/v2.0/token"
    signed_in = http.post(url, data={**form, "scope": f"{ARM}/.default"}).raise_for_status().json()["access_token"]
    for wrong in ("wrong-secret-of-a-client", "wrong-secret\nof-a-client"):
        assert http.post(url, data={**form, "client_secret": wrong, "scope": f"{ARM}/.default"}).status_code == 401
    headers = {"Authorization": f"Bearer {signed_in}"}

    def arm(method: str, path: str, body: Any = None) -> httpx.Response:  # noqa: ANN401 -- JSON
        version = "2023-05-01" if "/providers/Microsoft.CognitiveServices/a" in path else "2023-07-01"
        version = version if "/rg-rest/" in path else "2022-09-01"
        return http.request(method, f"{path}?api-version={version}", json=body, headers=headers)

    for namespace in ("KeyVault", "CognitiveServices", "OperationalInsights"):
        arm("POST", f"{SUBSCRIPTION}/providers/Microsoft.{namespace}/register").raise_for_status()
    arm("PUT", GROUP, {"location": "eastus2"}).raise_for_status()
    vault = {"tenantId": TENANT_ID, "sku": {"family": "A", "name": "standard"}, "enableRbacAuthorization": True}
    arm("PUT", VAULT, {"location": "eastus2", "properties": vault}).raise_for_status()
    arm("PUT", f"{VAULT}/secrets/one", {"properties": {"value": "value-in-the-vault"}}).raise_for_status()
    arm("PUT", f"{VAULT}/secrets/two", {"properties": {"value": ["value-that-was-refused"]}})
    account = f"{GROUP}/providers/Microsoft.CognitiveServices/accounts/ai-at-rest"
    body = {"kind": "OpenAI", "sku": {"name": "S0"}, "location": "eastus2"}
    arm("PUT", account, {**body, "properties": {"customSubDomainName": "ai-at-rest"}}).raise_for_status()
    key = arm("POST", f"{account}/listKeys").raise_for_status().json()["key1"]
    for shown in (key, "wrong-key-of-an-account"):
        http.get("https://ai-at-rest.openai.azure.com/openai/models", headers={"api-key": shown})
    http.get("https://nobody.blob.core.windows.net/c/b?sv=2024-11-04&sig=signature-of-a-blob", headers=headers)
    http.get(f"{GROUP}?api-version=2021-04-01&code=query-of-a-request", headers={"Authorization": "Bearer wrong-token"})
    http.request("BREW", GROUP, headers={"Authorization": "Basic basic-credentials"})
    plain = http.get(PLAIN)
    assert plain.status_code == 403
    assert "query-of-a-plain-request" not in plain.text
    assert "word-of-the-user" not in plain.text
    return {
        own.client_secret: {"credentials.json"},
        signed_in: set(),
        signed_in.rsplit(".", 1)[1]: set(),
        "wrong-secret": set(),
        "value-in-the-vault": STATE,
        "value-that-was-refused": set(),
        str(key): STATE,
        "wrong-key-of-an-account": set(),
        "signature-of-a-blob": set(),
        "query-of-a-request": set(),
        "wrong-token": set(),
        "basic-credentials": set(),
        "query-of-a-plain-request": set(),
        "word-of-the-user": set(),
        base64.b64encode(b"user:word-of-the-user").decode(): set(),
    }


def test_secrets_lie_where_they_must_and_nowhere_else(left: Left) -> None:
    contents = {file: file.read_bytes() for file in left.directory.rglob("*") if file.is_file()}
    assert len(contents) > 5
    for secret, places in left.secrets.items():
        found = {file.name for file, content in contents.items() if secret.encode() in content}
        assert found <= places, secret


def test_what_was_recorded_for_scanners_has_no_values(left: Left) -> None:
    recorded = (left.directory / "recorded.jsonl").read_text()
    assert "kv-at-rest" in recorded
    assert "value-in-the-vault" not in recorded


def test_the_folder_and_all_in_it_are_the_owners_alone(left: Left) -> None:
    assert left.modes["."] == 0o700
    for name in (
        "state.sqlite",
        "ca.key",
        "credentials.json",
        "token-signing.key",
        "logs/server.log",
        "recorded.jsonl",
    ):
        assert left.modes[name] & 0o077 == 0, name


def test_it_listens_on_loopback_alone(left: Left) -> None:
    ports = {int(address.split(":")[1], 16) for address in left.sockets}
    assert {left.instance.https_port, left.instance.proxy_port} <= ports
    assert all(map(is_loopback, left.sockets))
