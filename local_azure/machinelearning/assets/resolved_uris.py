"""The data plane of data assets: where the outputs of a job lie, by the asset ids that the run history gave."""

import re
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local_azure.errors import AzureError
from local_azure.machinelearning.arm_ids import DATA
from local_azure.machinelearning.data_plane import WORKSPACE_PATH, authorized_workspace, json_object
from local_azure.machinelearning.jobs.output_places import place_by_asset_id, short_uri
from local_azure.platform import Platform
from local_azure.resources import Resource

_DATA = re.compile(r"/data/(?P<name>[^/]+)/versions/(?P<version>[^/]+)$")


def data_version_routes(platform: Platform) -> Sequence[BaseRoute]:
    """Returns the routes ``/data/v1.0``."""

    async def resolve(request: Request) -> Response:
        workspace = authorized_workspace(platform, request, f"{DATA}/versions/read")
        asked = (await json_object(request)).get("values") or []
        return JSONResponse({"values": {asset: {"uri": _place(platform, workspace, asset)} for asset in asked}})

    return [Route(f"/data/v1.0{WORKSPACE_PATH}/dataversion/batchGetResolvedUris", resolve, methods=["POST"])]


def _place(platform: Platform, workspace: Resource, asset: str) -> str:
    place = place_by_asset_id(platform, workspace, asset)
    if place is not None:
        return short_uri(place)
    if data := _DATA.search(asset):
        found = platform.resources.get(f"{workspace.id}/data/{data['name']}/versions/{data['version']}")
        if found is not None:
            return str(found.properties["dataUri"])
    raise AzureError(404, "UserError", f"The data asset '{asset}' was not found.")
