"""Where clients follow the cancelling of a job: 202 while it ends, 200 when it has."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local_azure.errors import not_found
from local_azure.identity import MANAGEMENT_HOST
from local_azure.machinelearning.arm_ids import JOB, PROVIDER, workspace_by_guid
from local_azure.machinelearning.jobs.records import JobRecords
from local_azure.platform import Platform
from local_azure.resources import Resource
from local_azure.retry_after import between_polls

_API_VERSION = "2023-04-01-preview"
_PATH = f"/subscriptions/{{subscription}}/providers/{PROVIDER}/locations/{{location}}/mfeOperationResults"


def cancelling(platform: Platform, workspace: Resource, job: str) -> Response:
    """Returns the answer that says that a job is being canceled, and where to ask whether it has ended."""
    subscription, guid = workspace.id.split("/")[2], workspace.properties["workspaceId"]
    path = _PATH.format(subscription=subscription, location=workspace.location)
    location = f"https://{MANAGEMENT_HOST}{path}/jc:{guid}:{job}?api-version={_API_VERSION}"
    return Response(status_code=202, headers={"Location": location, **_pace(platform)})


def job_operation_routes(platform: Platform, records: JobRecords) -> Sequence[BaseRoute]:
    """Returns the route that ``cancelling`` names."""

    async def ended(request: Request) -> Response:
        guid, job = request.path_params["guid"], request.path_params["job"]
        workspace = workspace_by_guid(platform.resources, guid)
        if workspace is None:
            raise not_found(f"There is no workspace '{guid}'.")
        platform.authorizer.require(request.state.caller, f"{JOB}/read", workspace.id)
        record = records.get(f"{workspace.id}/jobs/{job}")
        if record is not None and not record.has_ended:
            return Response(status_code=202, headers={"Location": str(request.url), **_pace(platform)})
        return JSONResponse({"name": job, "status": record.status if record else "Deleted"})

    return [Route(f"{_PATH}/jc:{{guid}}:{{job}}", ended, methods=["GET"])]


def _pace(platform: Platform) -> dict[str, str]:
    return between_polls(platform.options.retry_after_ms, platform.options.retry_after_form, platform.clock.now())
