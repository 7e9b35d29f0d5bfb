"""What Azure is asked for when an online endpoint or a deployment behind it is made, and what it says of them."""

from collections.abc import Mapping
from typing import Any

from jobs.domain.endpoint import Endpoint, EndpointSpec

SCORING_SCRIPT = "score.py"

_AT_A_TIME = 16
_REQUESTS = {"maxConcurrentRequestsPerInstance": _AT_A_TIME, "requestTimeout": "PT180S", "maxQueueWait": "PT120S"}
_PROBE = {"initialDelay": "PT500S", "period": "PT100S", "timeout": "PT10S", "failureThreshold": 30}
"""As the guide to a custom Phi-3 has them (microsoft/PhiCookBook, 2025), but for two: it takes three requests at a
time, here evaluation asks base and tuned eight each, as recipes do unless they say otherwise, for a batch of eight
takes little longer than one of three; and its probes' timeout is Azure's default, 2 s (from memory), too little while
one of four cores answers, so that ours is longer."""
_ENVIRONMENT = {"GUNICORN_CMD_ARGS": f"--threads {_AT_A_TIME}"}
"""The inference server runs gunicorn, whose workers answer one request at a time unless they are told of threads. More
workers would each hold the model; threads share it, and the scoring script answers what comes together in one batch."""


def endpoint_body(location: str, identity_id: str, tags: Mapping[str, str], network_access: str) -> dict[str, Any]:
    """An endpoint that takes Entra tokens alone, acts as the stack's identity for endpoints, and gets no traffic yet.

    Args:
        location: of its workspace.
        identity_id: ARM id.
        tags: who pays, until when.
        network_access: `Enabled` or `Disabled`, as its workspace has it: an endpoint has a flag of its own.
    """
    return {
        "location": location,
        "tags": dict(tags),
        "identity": {"type": "UserAssigned", "userAssignedIdentities": {identity_id: {}}},
        "properties": {"authMode": "AADToken", "traffic": {}, "publicNetworkAccess": network_access},
    }


def deployment_body(spec: EndpointSpec, code_id: str, environment_id: str) -> dict[str, Any]:
    """A deployment of a registered model, answered by our scoring script."""
    return {
        "location": spec.location,
        "tags": dict(spec.tags),
        "sku": {"name": "Default", "capacity": spec.capacity},
        "properties": {
            "endpointComputeType": "Managed",
            "model": spec.model_id,
            "codeConfiguration": {"codeId": code_id, "scoringScript": SCORING_SCRIPT},
            "environmentId": environment_id,
            "environmentVariables": _ENVIRONMENT,
            "instanceType": spec.sku,
            "requestSettings": _REQUESTS,
            "livenessProbe": _PROBE,
            "readinessProbe": _PROBE,
            "scaleSettings": {"scaleType": "Default"},
        },
    }


def deployed(endpoint: Mapping[str, Any], deployment: Mapping[str, Any]) -> Endpoint:
    """One deployment as the endpoint serves it."""
    properties, of_endpoint = deployment["properties"], endpoint["properties"]
    name = str(deployment["name"])
    return Endpoint(
        name=str(endpoint["name"]),
        state=str(properties.get("provisioningState") or ""),
        uri=str(of_endpoint.get("scoringUri") or ""),
        model_id=str(properties.get("model") or ""),
        content_safety=False,  # nothing of Azure's screens what one's own model is asked and says
        tags=deployment.get("tags") or {},
        sku=str(properties.get("instanceType") or ""),
        capacity=int((deployment.get("sku") or {}).get("capacity") or 0),
        deployment=name,
        traffic=int((of_endpoint.get("traffic") or {}).get(name) or 0),
    )
