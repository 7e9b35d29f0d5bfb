"""After a restore the local Azure answers as it did when it was saved: resources, roles, secrets, keys and blobs."""

from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from local_azure.identity import DEPLOYER_OBJECT_ID
from local_azure.options import Options
from local_azure.snapshots.restore import restore
from local_azure.snapshots.snapshots import save
from tests.local_azure.keyvault.vaults import CRYPTO_OFFICER, SECRETS_OFFICER, Vault, assign, make_vault
from tests.local_azure.running import ROOT, HeldClock, LocalAzure, group_id
from toolchain.paths import PartMissingError, azurite_script, node_executable

NOW = datetime(2026, 10, 7, 12, tzinfo=UTC)
GROUP = group_id("rg-snapshot")
REGISTRY = f"{GROUP}/providers/Microsoft.ContainerRegistry/registries/regsnapshot12345"
ACCOUNT = f"{GROUP}/providers/Microsoft.Storage/storageAccounts/snapshotted"
READER, BLOB_OWNER = "acdd72a7-3385-48ef-bd42-f606fba81ae7", "b7e6dc6d-f1e8-4753-8033-0f276bb0955b"
SOMEBODY = "77777777-7777-4777-8777-777777777777"


def test_a_restored_state_answers_as_before(tmp_path: Path) -> None:
    with LocalAzure(tmp_path) as azure:
        azure.register_all()
        azure.put(GROUP, {"location": "eastus2", "tags": {"stage": "saved"}})
        azure.put(REGISTRY, {"location": "eastus2", "sku": {"name": "Basic"}, "properties": {}})
        azure.token(object_id=SOMEBODY)
        assign(azure, GROUP, READER, SOMEBODY)
        vault = make_vault(azure, GROUP, SECRETS_OFFICER, CRYPTO_OFFICER)
        vault.call("PUT", "secrets/word", {"value": "saved"}).raise_for_status()
        vault.call("POST", "keys/cmk/create", {"kty": "RSA"}).raise_for_status()
        before, token = answers(azure, vault.id), azure.token()
    save(tmp_path, "first", now=NOW)
    with LocalAzure(tmp_path) as azure:
        changed = Vault(azure, vault.id)
        changed.call("PUT", "secrets/word", {"value": "changed"}).raise_for_status()
        azure.put(f"{GROUP}-later", {"location": "eastus2"})
        azure.delete(GROUP)
    restore(tmp_path, "first")
    with LocalAzure(tmp_path) as azure:
        assert answers(azure, vault.id) == before
        assert azure.call("GET", REGISTRY, token=token).status_code == 200  # one from before the snapshot
        assert azure.call("GET", f"{GROUP}-later").status_code == 404


def test_an_operation_that_went_on_goes_on(tmp_path: Path) -> None:
    slow = Options(weights="tiny-random", operation_seconds=60, retry_after_ms=10)
    with LocalAzure(tmp_path, clock=HeldClock()) as azure:
        azure.register_all()
        azure.put(GROUP, {"location": "eastus2"})
    with LocalAzure(tmp_path, clock=HeldClock(), options=slow) as azure:
        started = azure.call("PUT", REGISTRY, {"location": "eastus2", "sku": {"name": "Basic"}, "properties": {}})
    save(tmp_path, "first", now=NOW)
    with LocalAzure(tmp_path, clock=HeldClock()) as azure:
        azure.finish(started)
        azure.delete(REGISTRY)
    restore(tmp_path, "first")
    with LocalAzure(tmp_path, clock=HeldClock()) as azure:
        assert azure.finish(started).json()["status"] == "Succeeded"
        assert azure.call("GET", REGISTRY).json()["properties"]["provisioningState"] == "Succeeded"


def test_blobs_come_back(tmp_path: Path) -> None:
    try:
        node_executable(ROOT), azurite_script(ROOT)
    except PartMissingError as missing:
        pytest.skip(f"Azurite isn't there: {missing}")
    with LocalAzure(tmp_path) as azure:
        azure.register_all()
        azure.put(GROUP, {"location": "eastus2"})
        azure.put(ACCOUNT, {"location": "eastus2", "kind": "StorageV2", "sku": {"name": "Standard_LRS"}})
        assign(azure, ACCOUNT, BLOB_OWNER, DEPLOYER_OBJECT_ID)
        assert blob(azure, "PUT", "?restype=container").status_code == 201
        assert blob(azure, "PUT", "/rows.jsonl", b"saved").status_code == 201
    save(tmp_path, "first", now=NOW)
    with LocalAzure(tmp_path) as azure:
        assert blob(azure, "PUT", "/rows.jsonl", b"changed").status_code == 201
        assert blob(azure, "PUT", "/later.jsonl", b"later").status_code == 201
    restore(tmp_path, "first")
    with LocalAzure(tmp_path) as azure:
        assert blob(azure, "GET", "/rows.jsonl").content == b"saved"
        assert blob(azure, "GET", "/later.jsonl").status_code == 404


def answers(azure: LocalAzure, vault_id: str) -> list[object]:
    """Returns what somebody with one role sees, and what the deployer does."""
    vault, theirs = Vault(azure, vault_id), azure.token(object_id=SOMEBODY)
    asked = [
        azure.call("GET", GROUP),
        azure.call("GET", REGISTRY),
        azure.call("GET", f"{GROUP}/resources"),
        azure.call("GET", REGISTRY, token=theirs),
        azure.call("DELETE", REGISTRY, token=theirs),
        vault.call("GET", "secrets/word"),
        vault.call("GET", "keys/cmk"),
    ]
    return [(answer.status_code, answer.json()) for answer in asked]


def blob(azure: LocalAzure, method: str, path: str, content: bytes = b"") -> httpx.Response:
    """Sends a request about the container ``rows`` as the deployer."""
    token = azure.token("https://storage.azure.com")
    headers = {"Authorization": f"Bearer {token}", "x-ms-version": "2024-11-04", "x-ms-blob-type": "BlockBlob"}
    url = f"https://snapshotted.blob.core.windows.net/rows{path}"
    return azure.http.request(method, url, content=content, headers=headers)
