"""Serverless endpoints through Azure Resource Manager: azure-ai-ml's entity drops auth mode and content safety."""

from collections.abc import Mapping
from typing import Any

from jobs.adapters.long_running import wait_until_done
from jobs.adapters.workspace import API_VERSION, Workspace
from jobs.domain.endpoint import Endpoint, EndpointSpec
from jobs.domain.errors import CloudError
from jobs.ports import Clock

SUCCEEDED = "Succeeded"
_FAILED = {"Failed", "Canceled"}
_PAUSE_SECONDS = 5.0


class ServerlessEndpoints:
    """Serverless endpoints of one workspace."""

    def __init__(self, workspace: Workspace, clock: Clock) -> None:
        self._workspace = workspace
        self._clock = clock

    def list(self) -> list[Endpoint]:
        """All serverless endpoints of the workspace."""
        reply = self._workspace.rest.get(self._workspace.url("/serverlessEndpoints"), api_version=API_VERSION)
        return [_endpoint(item) for item in reply.body["value"]]

    def create(self, spec: EndpointSpec) -> Endpoint:
        """Creates the endpoint, or brings one of that name to what is asked for, and waits until it serves.

        Raises:
            CloudError: provisioning failed; with Azure's reason.
        """
        reply = self._workspace.rest.put(self._url(spec.name), _body(spec), api_version=API_VERSION)
        wait_until_done(self._workspace.rest, reply, self._clock, f"serverlessEndpoints/{spec.name}")
        while True:
            endpoint = self._get(spec.name)
            if endpoint.state == SUCCEEDED:
                return endpoint
            if endpoint.state in _FAILED:
                raise CloudError(f"endpoint {spec.name} is {endpoint.state}", fix="Delete it and deploy again.")
            self._clock.sleep(_PAUSE_SECONDS)

    def delete(self, name: str) -> None:
        """Deletes the endpoint and waits until it is gone."""
        reply = self._workspace.rest.delete(self._url(name), api_version=API_VERSION)
        if reply is not None:
            wait_until_done(self._workspace.rest, reply, self._clock, f"serverlessEndpoints/{name}")

    def _get(self, name: str) -> Endpoint:
        return _endpoint(self._workspace.rest.get(self._url(name), api_version=API_VERSION).body)

    def _url(self, name: str) -> str:
        return self._workspace.url(f"/serverlessEndpoints/{name}")


def _body(spec: EndpointSpec) -> dict[str, Any]:
    return {
        "location": spec.location,
        "tags": dict(spec.tags),
        "sku": {"name": "Consumption"},
        "properties": {
            "authMode": "AAD",
            "contentSafety": {"contentSafetyStatus": "Enabled" if spec.content_safety else "Disabled"},
            "modelSettings": {"modelId": spec.model_id},
        },
    }


def _endpoint(body: Mapping[str, Any]) -> Endpoint:
    properties = body["properties"]
    safety = (properties.get("contentSafety") or {}).get("contentSafetyStatus", "Enabled")
    return Endpoint(
        name=str(body["name"]),
        state=str(properties.get("provisioningState") or ""),
        uri=str((properties.get("inferenceEndpoint") or {}).get("uri") or "").rstrip("/"),
        model_id=str((properties.get("modelSettings") or {}).get("modelId") or ""),
        content_safety=safety == "Enabled",
        tags=body.get("tags") or {},
    )
