"""A local Azure that is killed in the middle of its work has lost nothing of what it had answered."""

import os
import signal
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

import httpx
import pytest

from local_azure.credentials import credentials
from local_azure.daemon import running_instance
from local_azure.identity import DEPLOYER_OBJECT_ID, SUBSCRIPTION_SCOPE
from local_azure.options import Options, keep_options
from tests.local_azure.running import ARM, ROOT, group_id, usual_version
from toolchain.paths import PartMissingError, azurite_script, node_executable

GROUP = group_id("rg-killed")
REGISTRIES = f"{GROUP}/providers/Microsoft.ContainerRegistry/registries"
ACCOUNT = f"{GROUP}/providers/Microsoft.Storage/storageAccounts/killedaccount"
ASSIGNMENT = f"{GROUP}/providers/Microsoft.Authorization/roleAssignments/66666666-6666-4666-8666-666666666666"
BLOB_OWNER = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b"
WRITERS, ENOUGH = 8, 60


@pytest.fixture
def directory(tmp_path: Path) -> Iterator[Path]:
    """A local Azure that runs as a process of its own, with an empty group in it; stopped in the end."""
    made = tmp_path / "local"
    made.mkdir()
    options = Options(weights="tiny-random", operation_seconds=1, registration_seconds=0, retry_after_ms=20)
    keep_options(made, options)
    try:
        command(made, "start")
        with closing(client(made)) as http:
            for namespace in ("ContainerRegistry", "Storage"):
                http.post(arm(f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.{namespace}/register")).raise_for_status()
            http.put(arm(GROUP), json={"location": "eastus2"}).raise_for_status()
        yield made
    finally:
        command(made, "stop")


def test_what_was_answered_is_there_after_a_kill_and_operations_end(directory: Path) -> None:
    answered = write_until_killed(directory)
    command(directory, "start")
    with closing(client(directory)) as http:
        found = {name: follow(http, answer) and http.get(arm(name)).json() for name, answer in answered.items()}
        listed = {each["id"] for each in http.get(arm(f"{GROUP}/resources")).json()["value"]}
    assert len(found) >= ENOUGH
    assert {body["properties"]["provisioningState"] for body in found.values()} == {"Succeeded"}
    assert all(body["tags"] == {"name": name.rsplit("/", 1)[1]} for name, body in found.items())
    assert listed >= set(found)


def test_a_blob_that_was_accepted_is_there_after_a_kill(directory: Path) -> None:
    try:
        node_executable(ROOT), azurite_script(ROOT)
    except PartMissingError as missing:
        pytest.skip(f"Azurite isn't there: {missing}")
    with closing(client(directory)) as http:
        body = {"location": "eastus2", "kind": "StorageV2", "sku": {"name": "Standard_LRS"}}
        follow(http, http.put(arm(ACCOUNT), json=body).raise_for_status())
        role = f"/providers/Microsoft.Authorization/roleDefinitions/{BLOB_OWNER}"
        properties = {"principalId": DEPLOYER_OBJECT_ID, "principalType": "ServicePrincipal", "roleDefinitionId": role}
        http.put(arm(ASSIGNMENT), json={"properties": properties}).raise_for_status()
    with closing(client(directory, "https://storage.azure.com")) as blobs:
        url = "https://killedaccount.blob.core.windows.net/rows"
        headers = {"x-ms-version": "2024-11-04", "x-ms-blob-type": "BlockBlob"}
        blobs.put(f"{url}?restype=container", headers=headers).raise_for_status()
        blobs.put(f"{url}/1.jsonl", content=b"accepted", headers=headers).raise_for_status()
        kill(directory)
    command(directory, "start")
    with closing(client(directory, "https://storage.azure.com")) as blobs:
        assert blobs.get(f"{url}/1.jsonl", headers=headers).content == b"accepted"


def write_until_killed(directory: Path) -> dict[str, httpx.Response]:
    """Lets clients make registries, kills the server in the middle and returns what it had answered, by id."""
    answered: dict[str, httpx.Response] = {}
    enough = threading.Event()

    def write(http: httpx.Client, writer: int) -> None:
        for number in range(10_000):
            name = f"{REGISTRIES}/killed{writer}x{number:05}"
            body = {"location": "eastus2", "sku": {"name": "Basic"}, "tags": {"name": name.rsplit("/", 1)[1]}}
            answered[name] = http.put(arm(name), json=body).raise_for_status()
            if len(answered) >= ENOUGH:
                enough.set()

    def write_until_gone(http: httpx.Client, writer: int) -> None:
        try:
            with closing(http), suppress(httpx.TransportError):
                write(http, writer)
        finally:
            enough.set()

    clients = [client(directory) for _ in range(WRITERS)]
    with ThreadPoolExecutor(WRITERS) as writers:
        done = [writers.submit(write_until_gone, http, number) for number, http in enumerate(clients)]
        enough.wait()
        kill(directory)
    for each in done:
        each.result()
    return answered


def command(directory: Path, name: str) -> None:
    """Starts or stops the local Azure as users do."""
    environment = {**os.environ, "TUNESTACK_LOCAL_DIR": str(directory)}
    subprocess.run([sys.executable, "-m", "local_azure", name], env=environment, check=True, capture_output=True)


def kill(directory: Path) -> None:
    """Kills the server, and nothing that it had started."""
    instance = running_instance(directory)
    assert instance is not None
    os.kill(instance.pid, signal.SIGKILL)


def client(directory: Path, audience: str = ARM) -> httpx.Client:
    """Returns a client that is signed in as the deployer, by its secret."""
    instance, secrets = running_instance(directory), credentials(directory)
    assert instance is not None
    http = httpx.Client(
        proxy=f"http://127.0.0.1:{instance.proxy_port}",
        verify=ssl.create_default_context(cafile=str(directory / "ca.pem")),
        timeout=60,
        trust_env=False,
    )
    form = {
        "grant_type": "client_credentials",
        "client_id": secrets.client_id,
        "client_secret": secrets.client_secret,
        "scope": f"{audience}/.default",
    }
    signed_in = http.post(f"https://login.microsoftonline.com/{secrets.tenant_id}/oauth2/v2.0/token", data=form)
    http.headers["Authorization"] = f"Bearer {signed_in.raise_for_status().json()['access_token']}"
    return http


def arm(path: str) -> str:
    """Returns the URL of an ARM path, with the api-version that it is asked by."""
    return f"{ARM}{path}?api-version={usual_version(path)}"


def follow(http: httpx.Client, answer: httpx.Response) -> bool:
    """Waits until an operation has ended; returns True."""
    url = answer.headers.get("Azure-AsyncOperation") or answer.headers.get("Location")
    while url is not None:
        last = http.get(url)
        if last.status_code != 202 and (not last.content or last.json().get("status") != "InProgress"):
            last.raise_for_status()
            break
        threading.Event().wait(0.02)
    return True
