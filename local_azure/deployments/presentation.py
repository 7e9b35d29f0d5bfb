"""Deployments and their operations as ARM answers them."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime

from local_azure.clock import timestamp
from local_azure.deployments.record import Deployment, DeploymentOperation
from local_azure.deployments.refusals import DEPLOYMENT_TYPE
from local_azure.deployments.template.plan import Plan
from local_azure.deployments.template.resources import Planned
from local_azure.json_types import Json


def present(deployment: Deployment) -> Json:
    """Returns a deployment as GET, PUT and lists answer it."""
    started = datetime.fromisoformat(deployment.started_at)
    changed = datetime.fromisoformat(deployment.ended_at) if deployment.ended_at else started
    properties: Json = {
        "templateHash": template_hash(deployment.template),
        "parameters": deployment.parameters,
        "mode": deployment.mode,
        "provisioningState": deployment.state,
        "timestamp": timestamp(changed),
        "duration": duration(started, changed),
        "correlationId": deployment.caller.correlation_id,
        "providers": list(deployment.providers),
        "dependencies": list(deployment.dependencies),
    }
    if deployment.outputs is not None:
        properties["outputs"] = deployment.outputs
    if deployment.state == "Succeeded":
        properties["outputResources"] = [{"id": each} for each in deployment.written]
    if deployment.error is not None:
        properties["error"] = deployment.error
    body: Json = {"id": deployment.id, "name": deployment.name, "type": DEPLOYMENT_TYPE, "properties": properties}
    if deployment.location:
        body["location"] = deployment.location
    return body | ({"tags": deployment.tags} if deployment.tags else {})


def present_operation(deployment: Deployment, operation: DeploymentOperation) -> Json:
    """Returns an operation of a deployment."""
    started, changed = (datetime.fromisoformat(each) for each in (operation.started_at, operation.changed_at))
    properties: Json = {
        "provisioningOperation": operation.kind,
        "provisioningState": operation.state,
        "timestamp": timestamp(changed),
        "duration": duration(started, changed),
        "trackingId": operation.tracking_id or operation.id,
        "statusCode": operation.status_code,
    }
    if operation.status_message is not None:
        properties["statusMessage"] = operation.status_message
    if operation.target is not None:
        properties["targetResource"] = operation.target
    return {
        "id": f"{deployment.id}/operations/{operation.id}",
        "operationId": operation.id,
        "properties": properties,
    }


def template_hash(template: Json) -> str:
    """Returns a number that tells templates apart; not Azure's own, which isn't published."""
    content = json.dumps(template, sort_keys=True).encode()
    return str(int.from_bytes(hashlib.sha256(content).digest()[:8], "big"))


def duration(start: datetime, end: datetime) -> str:
    """Returns how long something took, as ISO 8601: ``PT1M2.5S``."""
    minutes, seconds = divmod((end - start).total_seconds(), 60)
    hours, minutes = divmod(int(minutes), 60)
    shown = f"{seconds:.7f}".rstrip("0").rstrip(".") + "S"
    return f"PT{hours}H{minutes}M{shown}" if hours else f"PT{minutes}M{shown}" if minutes else f"PT{shown}"


def providers_of(plan: Plan) -> list[Json]:
    """Returns the types of a template's resources with their locations, by namespace."""
    found: dict[str, dict[str, set[str]]] = {}
    for one in plan.resources:
        namespace, _, kind = one.type.partition("/")
        location = one.members.get("location")
        places = found.setdefault(namespace, {}).setdefault(kind, set())
        if isinstance(location, str) and not location.startswith("["):
            places.add(location)
    return [
        {
            "namespace": namespace,
            "resourceTypes": [
                {"resourceType": kind, "locations": sorted(places) or [None]} for kind, places in kinds.items()
            ],
        }
        for namespace, kinds in found.items()
    ]


def dependencies_of(plan: Plan) -> list[Json]:
    """Returns which of a template's resources wait for which."""
    by_id = {one.id.lower(): one for one in plan.resources}
    return [
        {"dependsOn": _named(by_id[key] for key in sorted(plan.waits[one.id.lower()])), **_named([one])[0]}
        for one in plan.resources
        if plan.waits[one.id.lower()]
    ]


def _named(resources: Iterable[Planned]) -> list[Json]:
    return [{"id": one.id, "resourceType": one.type, "resourceName": one.name} for one in resources]
