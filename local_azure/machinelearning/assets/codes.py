"""Code assets: folders that clients upload for jobs, found again by the hash of their content."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local_azure.behaviour import Behaviour
from local_azure.errors import resource_not_found
from local_azure.machinelearning.arm_ids import WORKSPACE, WorkspaceName, workspace_id_of
from local_azure.machinelearning.assets.versioned_assets import AssetKind, version_behaviour
from local_azure.machinelearning.workspaces.datastores import BLOB_STORE, container_of
from local_azure.platform import Platform
from local_azure.resources import Resource

CODE_KIND = AssetKind(
    f"{WORKSPACE}/codes",
    f"{WORKSPACE}/codes/versions",
    {"description": None, "tags": {}, "properties": {}, "isArchived": False, "isAnonymous": False},
)
_UPLOAD_LIFETIME = timedelta(hours=8)


def code_version_behaviour(platform: Platform) -> Behaviour:
    """Returns what the type ``workspaces/codes/versions`` does beyond being stored."""
    return replace(version_behaviour(platform, CODE_KIND), list_scope=_scope_of_hash, filter=_of_hash)


def code_routes(platform: Platform) -> Sequence[BaseRoute]:
    """Returns the route by which clients ask where to upload code that isn't there yet."""

    async def start_upload(request: Request) -> Response:
        place = WorkspaceName(*(request.path_params[part] for part in ("subscription", "group", "workspace")))
        platform.authorizer.require(request.state.caller, f"{CODE_KIND.version}/write", place.id)
        if platform.resources.get(place.id) is None:
            raise resource_not_found(WORKSPACE, place.workspace, place.group)
        account = container_of(platform, place.id, BLOB_STORE).account
        container = f"code-{uuid.uuid4()}"
        await platform.storage.ensure_container(account, container)
        signed = platform.storage.signed_url(account, container, "", permissions="racwl", expires=_UPLOAD_LIFETIME)
        credential = {"credentialType": "SAS", "sasUri": signed}
        reference = {"blobUri": signed.partition("?")[0], "credential": credential}
        return JSONResponse(
            {
                "blobReferenceForConsumption": reference,
                "pendingUploadType": "TemporaryBlobReference",
                "pendingUploadId": str(uuid.uuid4()),
            }
        )

    path = (
        "/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.MachineLearningServices"
        "/workspaces/{workspace}/codes/{name}/versions/{version}/startPendingUpload"
    )
    return [Route(path, start_upload, methods=["POST"])]


def _scope_of_hash(container_id: str, query: Mapping[str, str]) -> str | None:
    # azure-rest-api-specs, CodeVersions_List, as of 2026-10: what has that hash is found whatever its name is.
    return workspace_id_of(container_id) if "hash" in query else None


def _of_hash(versions: Sequence[Resource], query: Mapping[str, str]) -> Sequence[Resource]:
    wanted = query.get("hash")
    if wanted is None:
        return versions
    return [each for each in versions if (each.properties.get("properties") or {}).get("hash_sha256") == wanted]
