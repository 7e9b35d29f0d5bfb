"""Managed online endpoints through Azure Resource Manager: one for each tuned model, its versions behind it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from jobs.adapters.command.code_assets import CodeAssets
from jobs.adapters.command.environment import environment_id
from jobs.adapters.command.online_bodies import deployed, deployment_body, endpoint_body
from jobs.adapters.long_running import wait_until_done
from jobs.adapters.workspace import API_VERSION, Workspace
from jobs.domain.endpoint import SUCCEEDED, Endpoint, EndpointSpec
from jobs.domain.errors import CloudError, TunestackError
from jobs.ports import Clock

SCRIPT = Path(__file__).resolve().parents[2] / "serving"
CODE = "tunestack-serving"
LOG_LINES: Final = 15
NETWORK_ACCESS: Final = "publicNetworkAccess"
_FAILED: Final = {"Failed", "Canceled"}
_PAUSE_SECONDS = 5.0


class OnlineEndpoints:
    """Managed online endpoints of one workspace that are ours: those that carry our tags are told by their models.

    Args:
        workspace: whose they are.
        code: registers the scoring script.
        clock: waits while they are provisioned.
    """

    def __init__(self, workspace: Workspace, code: CodeAssets, clock: Clock) -> None:
        self._workspace = workspace
        self._code = code
        self._clock = clock

    def list(self) -> "list[Endpoint]":
        """All deployments behind all endpoints; an endpoint without any serves nothing and isn't in it."""
        return [deployed(endpoint, one) for endpoint in self._endpoints() for one in self._behind(endpoint["name"])]

    def create(self, spec: EndpointSpec) -> Endpoint:
        """Makes the endpoint, unless it is there, and a deployment behind it, and waits until that serves.

        The deployment gets no traffic. It may take a quarter of an hour: machines, image, model.

        Raises:
            QuotaError: there are no cores for it.
            CloudError: provisioning failed; with Azure's reason, and the last lines of the deployment's log.
        """
        endpoint = self._get(spec.name) or self._put_endpoint(spec)
        path = f"{_path(spec.name)}/deployments/{spec.deployment}"
        try:
            self._put(path, deployment_body(spec, self._code.register(CODE, SCRIPT), environment_id(self._workspace)))
        except TunestackError as error:
            raise type(error)(f"{error}{self._log_tail(path)}", fix=error.fix) from error
        return deployed(endpoint, self._workspace.rest.get(self._url(path), api_version=API_VERSION).body)

    def delete(self, name: str) -> None:
        """Deletes the endpoint with all deployments behind it and waits until it is gone."""
        self._delete(_path(name))

    def route(self, endpoint: str, shares: Mapping[str, int]) -> None:
        """Divides an endpoint's requests; Azure takes a moment until all of them follow."""
        body = self._workspace.rest.get(self._url(_path(endpoint)), api_version=API_VERSION).body
        identity = {"type": "UserAssigned", "userAssignedIdentities": _ids(body)}
        properties = {
            **_settable(body["properties"]),
            "traffic": {name: share for name, share in shares.items() if share},
        }
        changed = {"location": body["location"], "tags": body.get("tags") or {}, "identity": identity}
        self._put(_path(endpoint), {**changed, "properties": properties})

    def withdraw(self, endpoint: str, deployment: str) -> None:
        """Deletes a deployment and waits until it is gone; Azure refuses while it gets traffic."""
        self._delete(f"{_path(endpoint)}/deployments/{deployment}")

    def _endpoints(self) -> Iterator[dict[str, Any]]:
        return self._workspace.rest.pages(self._url("/onlineEndpoints"), api_version=API_VERSION)

    def _behind(self, endpoint: str) -> Iterator[dict[str, Any]]:
        return self._workspace.rest.pages(self._url(f"{_path(endpoint)}/deployments"), api_version=API_VERSION)

    def _get(self, name: str) -> dict[str, Any] | None:
        reply = self._workspace.rest.find(self._url(_path(name)), api_version=API_VERSION)
        found: dict[str, Any] | None = reply.body if reply else None
        return found if found and found["properties"].get("provisioningState") == SUCCEEDED else None

    def _put_endpoint(self, spec: EndpointSpec) -> dict[str, Any]:
        # The endpoint outlives its versions, so that it doesn't carry the tags of one job.
        tags = {name: value for name, value in spec.tags.items() if name != "job"}
        identity, access = self._workspace.stack.endpoint_identity_id, self._workspace.properties.get(NETWORK_ACCESS)
        return self._put(_path(spec.name), endpoint_body(spec.location, identity, tags, str(access or "Enabled")))

    def _put(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        rest, what = self._workspace.rest, path.strip("/")
        wait_until_done(rest, rest.put(self._url(path), body, api_version=API_VERSION), self._clock, what)
        while True:
            found: dict[str, Any] = rest.get(self._url(path), api_version=API_VERSION).body
            state = str(found["properties"].get("provisioningState") or "")
            if state == SUCCEEDED:
                return found
            if state in _FAILED:
                raise CloudError(f"{what} is {state}", fix="Running it again makes it anew.")
            self._clock.sleep(_PAUSE_SECONDS)

    def _delete(self, path: str) -> None:
        reply = self._workspace.rest.delete(self._url(path), api_version=API_VERSION)
        if reply is not None:
            wait_until_done(self._workspace.rest, reply, self._clock, path.strip("/"))

    def _log_tail(self, path: str) -> str:
        """The last lines of a deployment's log, set off; nothing where it has none, the first error is what counts."""
        try:
            found = self._workspace.rest.post(
                self._url(f"{path}/getLogs"),
                {"containerType": "InferenceServer", "tail": LOG_LINES},
                api_version=API_VERSION,
            )
        except TunestackError:
            return ""
        return "".join(f"\n  | {line}" for line in str(found.body.get("content") or "").splitlines()[-LOG_LINES:])

    def _url(self, path: str) -> str:
        return self._workspace.url(path)


def _path(endpoint: str) -> str:
    return f"/onlineEndpoints/{endpoint}"


def _settable(properties: Mapping[str, Any]) -> dict[str, Any]:
    """What of an endpoint's properties may be sent back."""
    return {
        name: properties[name]
        for name in ("authMode", NETWORK_ACCESS, "mirrorTraffic")
        if properties.get(name) is not None
    }


def _ids(endpoint: Mapping[str, Any]) -> dict[str, Any]:
    """The identities as they are sent: the service's own facts of them left out."""
    return {name: {} for name in (endpoint.get("identity") or {}).get("userAssignedIdentities") or {}}
