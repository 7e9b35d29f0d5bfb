"""POST of a deployment's actions: validate, whatIf, cancel, exportTemplate."""

import json
import uuid
from datetime import datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from local_azure.deployments.presentation import present, template_hash
from local_azure.deployments.reading import polls
from local_azure.deployments.relaxed_json import read
from local_azure.deployments.submission import submission
from local_azure.deployments.target import Target
from local_azure.deployments.what_if import what_if as preview
from local_azure.errors import conflict, invalid_request_content, not_found
from local_azure.identity import MANAGEMENT_HOST
from local_azure.json_types import Json
from local_azure.management.operations import KEPT
from local_azure.platform import Platform

WHAT_IFS = "deployment-what-ifs"


async def validate(target: Target) -> Response:
    """Answers what a deployment would do, when nothing is found that is wrong with it.

    Raises:
        AzureError: What is wrong, as a PUT would say.
    """
    group = target.allow("deployments/validate/action")
    submitted = submission(target.management, target.runner, target.asked, group, target.name)
    body = present(submitted.deployment)
    body["properties"] |= {
        "provisioningState": "Succeeded",
        "validatedResources": [{"id": one.id} for one in submitted.plan.resources],
    }
    return JSONResponse(body)


async def what_if(target: Target) -> Response:
    """Answers 202 and where the preview of a deployment is."""
    group = target.allow("deployments/whatIf/action")
    submitted = submission(target.management, target.runner, target.asked, group, target.name)
    found = await preview(target.management.platform, target.runner.arm, submitted)
    key = str(uuid.uuid4())
    _keep(target.management.platform, key, found)
    url = (
        f"https://{MANAGEMENT_HOST}{submitted.deployment.id}/whatIfOperationResults/{key}"
        f"?api-version={target.asked.api_version}"
    )
    return Response(status_code=202, headers={"Location": url, **polls(target)})


async def what_if_result(target: Target) -> Response:
    """Answers the preview of a deployment.

    Raises:
        AzureError: 404 where there is none, or none any more.
    """
    target.allow("deployments/whatIf/action")
    key = str(target.request.path_params["operation"])
    found = target.management.platform.store.get(WHAT_IFS, key)
    if found is None:
        raise not_found(f"The preview '{key}' could not be found.", code="DeploymentOperationNotFound")
    return JSONResponse(found["result"])


async def cancel(target: Target) -> Response:
    """Ends a deployment that goes on.

    Raises:
        AzureError: 409 when it has ended.
    """
    found = target.found("deployments/cancel/action")
    if not found.is_active:
        raise conflict(
            f"The deployment '{found.name}' cannot be cancelled since its provisioning state is '{found.state}'.",
            code="DeploymentCannotBeCancelled",
        )
    target.runner.cancel(found)
    return Response(status_code=204)


async def export_template(target: Target) -> Response:
    """Answers the template of a deployment."""
    return JSONResponse({"template": target.found("deployments/exportTemplate/action").template})


async def calculate_hash(request: Request) -> Response:
    """Answers the number that tells a template from others, as deployments of it have it; anybody may ask.

    Raises:
        AzureError: 400 when the body is no JSON object.
    """
    try:
        template = read((await request.body()).decode())
    except ValueError as error:
        raise invalid_request_content(str(error)) from error
    minified = json.dumps(template, separators=(",", ":"))
    return JSONResponse({"minifiedTemplate": minified, "templateHash": template_hash(template)})


def _keep(platform: Platform, key: str, result: Json) -> None:
    now = platform.clock.now()
    for old, kept in platform.store.items(WHAT_IFS):
        if datetime.fromisoformat(kept["made_at"]) + KEPT < now:
            platform.store.delete(WHAT_IFS, old)
    platform.store.put(WHAT_IFS, key, {"made_at": now.isoformat(), "result": result})
