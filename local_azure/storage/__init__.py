"""Storage: accounts and containers by ARM, blobs by Azurite behind a gateway that checks token, role and signature."""

from collections.abc import Mapping, Sequence
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from local_azure.behaviour import Behaviour
from local_azure.clock import SystemClock
from local_azure.identity import TENANT_ID
from local_azure.platform import Platform
from local_azure.service import Service
from local_azure.storage.accounts import StorageAccounts
from local_azure.storage.authorization import BlobAuthorization
from local_azure.storage.azurite import Azurite, AzuriteError, pool_names, start_azurite
from local_azure.storage.backend import Backend
from local_azure.storage.blobs import AzuriteBlobs
from local_azure.storage.containers import blob_service_behaviour, container_behaviour
from local_azure.storage.gateway import BlobGateway
from local_azure.storage.operation_names import BLOB_OPERATIONS
from local_azure.storage.pool import AccountPool
from toolchain.paths import PartMissingError, azurite_script, node_executable

_LARGEST_BODY = 5000 * 1024 * 1024
"""Of Put Blob, in bytes (Scalability targets for Blob storage, 2025-08); bodies are streamed, never held."""
_METHODS = ["GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS"]


def _pool(platform: Platform) -> AccountPool:
    return AccountPool(platform.store, pool_names())


def _backend(platform: Platform) -> Backend:
    backend: Backend = platform.require("azurite", Backend)
    return backend


async def _azurite(platform: Platform) -> Azurite:
    try:
        node, script = node_executable(platform.root), azurite_script(platform.root)
    except PartMissingError as error:
        raise AzuriteError(str(error)) from error
    return await start_azurite(platform.directory / "azurite", node=node, script=script)


async def _start(platform: Platform) -> None:
    backend = Backend(partial(_azurite, platform), SystemClock())
    platform.provide("azurite", backend)
    platform.provide("storage", AzuriteBlobs(backend, _pool(platform), platform.clock, TENANT_ID))


async def _stop(platform: Platform) -> None:
    await _backend(platform).stop()


def _routes(platform: Platform) -> Sequence[BaseRoute]:
    async def answer(request: Request) -> Response:
        gateway = BlobGateway(BlobAuthorization(platform, _pool(platform)), _backend(platform))
        return await gateway(request)

    return [Route("/{path:path}", answer, methods=_METHODS)]


def _behaviours(platform: Platform) -> Mapping[str, Behaviour]:
    return {
        "microsoft.storage/storageaccounts": StorageAccounts(platform, _pool(platform)).behaviour(),
        "microsoft.storage/storageaccounts/blobservices": blob_service_behaviour(),
        "microsoft.storage/storageaccounts/blobservices/containers": container_behaviour(platform),
    }


SERVICE = Service(
    name="storage",
    hosts=("*.blob.core.windows.net",),
    routes=_routes,
    named_operations=lambda _platform: BLOB_OPERATIONS,
    behaviours=_behaviours,
    start=_start,
    stop=_stop,
    body_limit=_LARGEST_BODY,
)
