"""Blobs of the attacked storage account: made, and asked for by targets as they are."""

from collections.abc import Mapping

import httpx

from tests.local_azure.machinelearning.running import STORAGE, RunningAzure

HOST = "sttest.blob.core.windows.net"


def make_container(azure: RunningAzure, name: str, blobs: Mapping[str, bytes]) -> None:
    """Makes a container with blobs, as the deployer."""
    call(azure, "PUT", f"{name}?restype=container", b"", token=azure.token(STORAGE)).raise_for_status()
    for blob, content in blobs.items():
        call(azure, "PUT", f"{name}/{blob}", content, token=azure.token(STORAGE)).raise_for_status()


def call(azure: RunningAzure, method: str, target: str, body: bytes | None = None, *, token: str) -> httpx.Response:
    """Sends a request whose target no client has tidied up; without a token where that is empty."""
    url = httpx.URL(f"https://{HOST}/").copy_with(raw_path=f"/{target}".encode())
    headers = {"x-ms-version": "2024-11-04", **({"x-ms-blob-type": "BlockBlob"} if body is not None else {})}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    return azure.http.request(method, url, content=body, headers=headers)
