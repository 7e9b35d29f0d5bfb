"""The action provisionManagedNetwork, and the URL by which clients follow it."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local_azure.behaviour import Call
from local_azure.errors import AzureError, bad_request, not_found
from local_azure.identity import MANAGEMENT_HOST
from local_azure.machinelearning.arm_ids import PROVIDER, WORKSPACE, workspace_by_guid
from local_azure.machinelearning.managed_network.isolation import DISABLED, isolation_of
from local_azure.machinelearning.managed_network.provisioning import ACTIVE, ensure_network, network_status
from local_azure.platform import Platform
from local_azure.resources import Resource
from local_azure.retry_after import between_polls

_API_VERSION = "2025-12-01"
_PATH = f"/subscriptions/{{subscription}}/providers/{PROVIDER}/locations/{{location}}/mfeOperationResults"


class NetworkProvisioning:
    """Provisions managed networks when somebody asks for it.

    Args:
        platform: The local Azure.
    """

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._running: set[str] = set()
        self._failures: dict[str, AzureError] = {}

    async def begin(self, call: Call) -> Response:
        """Answers the action: 202, with where to ask how it goes.

        Raises:
            AzureError: 400 when the workspace has no managed network.
        """
        if isolation_of(call.resource) == DISABLED:
            raise bad_request(
                f"Workspace '{call.resource.name}' has no managed network to provision: its isolation mode is "
                "Disabled.",
                code="ValidationError",
            )
        self._failures.pop(call.resource.id.lower(), None)
        return self._going_on(call.resource)

    def routes(self) -> Sequence[BaseRoute]:
        """Returns the route that answers how it goes."""
        return [Route(f"{_PATH}/mn:{{guid}}", self._ended, methods=["GET"])]

    async def _ended(self, request: Request) -> Response:
        workspace = workspace_by_guid(self._platform.resources, request.path_params["guid"])
        if workspace is None:
            raise not_found(f"There is no workspace '{request.path_params['guid']}'.")
        self._platform.authorizer.require(request.state.caller, f"{WORKSPACE}/read", workspace.id)
        failure = self._failures.get(workspace.id.lower())
        if failure is not None:
            raise failure
        status = network_status(self._platform, workspace)
        if status == ACTIVE:
            return JSONResponse({"status": status, "sparkReady": False})
        return self._going_on(workspace)

    def _going_on(self, workspace: Resource) -> Response:
        if workspace.id.lower() not in self._running:  # also what a restart has interrupted
            self._running.add(workspace.id.lower())
            self._platform.tasks.spawn(f"managed network of {workspace.id}", self._provision(workspace))
        subscription, guid = workspace.id.split("/")[2], workspace.properties["workspaceId"]
        path, options = _PATH.format(subscription=subscription, location=workspace.location), self._platform.options
        headers = {
            "Location": f"https://{MANAGEMENT_HOST}{path}/mn:{guid}?api-version={_API_VERSION}",
            **between_polls(options.retry_after_ms, options.retry_after_form, self._platform.clock.now()),
        }
        return Response(status_code=202, headers=headers)

    async def _provision(self, workspace: Resource) -> None:
        try:
            await ensure_network(self._platform, workspace)
        except AzureError as error:
            self._failures[workspace.id.lower()] = error
        finally:
            self._running.discard(workspace.id.lower())
