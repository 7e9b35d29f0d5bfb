"""Serverless endpoints as ARM resources: checked, given address and keys, put into service and taken out of it."""

import base64
import secrets
from collections.abc import Sequence

from local_azure.behaviour import Behaviour, Call, Write
from local_azure.errors import AzureError, bad_request, conflict
from local_azure.json_types import Json
from local_azure.machinelearning.arm_ids import SERVERLESS_ENDPOINT, workspace_of
from local_azure.machinelearning.endpoints.endpoint_models import EndpointModels
from local_azure.platform import Platform
from local_azure.resources import Resource
from local_azure.serving.model_server import ModelServer, remove_adapter_files

KEYS = "machinelearning_endpoint_keys"
AUTH_MODES = ("Key", "AAD", "KeyAndAAD")
_SAFETY = ("Enabled", "Disabled")


class ServerlessEndpoints:
    """What the type ``workspaces/serverlessEndpoints`` does beyond being stored.

    Args:
        platform: The local Azure.
        models: The models behind endpoints.
        server: Serves them.
    """

    def __init__(self, platform: Platform, models: EndpointModels, server: ModelServer) -> None:
        self._platform = platform
        self._models = models
        self._server = server

    def behaviour(self) -> Behaviour:
        """Returns the hooks."""
        return Behaviour(
            validate=self.validate,
            prepare=self.prepare,
            provision=self.provision,
            delete=self.delete,
            present=self.present,
            actions={"listkeys": self.list_keys, "regeneratekeys": self.regenerate_keys},
        )

    async def validate(self, write: Write) -> None:
        """Refuses what can't be served: another region, an unknown model, a second deployment of one."""
        properties = write.body.get("properties") or {}
        _require_one_of(properties.get("authMode") or "Key", AUTH_MODES, "authMode")
        safety = (properties.get("contentSafety") or {}).get("contentSafetyStatus") or "Enabled"
        _require_one_of(safety, _SAFETY, "contentSafetyStatus")
        workspace = workspace_of(self._platform.resources, write.id)
        if str(write.body.get("location", "")) != workspace.location:
            message = (
                f"The endpoint's location '{write.body.get('location')}' isn't its workspace's, '{workspace.location}'."
            )
            raise bad_request(message, code="UserError", target="location")
        model_id = (properties.get("modelSettings") or {}).get("modelId")
        if not model_id:
            raise bad_request("The endpoint lacks modelSettings.modelId.", code="UserError", target="modelId")
        model = self._models.require(workspace.id, model_id)
        if write.existing and self._models.require(workspace.id, _model_id(write.existing)) != model:
            message = f"The model of endpoint '{write.name}' can't be changed; delete the endpoint and make it again."
            raise conflict(message, target="modelId")
        for other in self._platform.resources.children(workspace.id, SERVERLESS_ENDPOINT):
            served = self._models.require(workspace.id, _model_id(other))
            if served == model and other.id.lower() != write.id.lower():
                message = f"The model '{model_id}' is deployed in this project, to '{other.name}': one is allowed."
                raise conflict(message, target="modelId")

    async def prepare(self, write: Write) -> Json:
        """Adds the address and the defaults, and makes keys where the mode has them."""
        sent = {member: value for member, value in write.body["properties"].items() if value is not None}
        mode = sent.get("authMode") or "Key"
        if mode != "AAD" and self._platform.store.get(KEYS, write.id.lower()) is None:
            self._platform.store.put(KEYS, write.id.lower(), {"primaryKey": _new_key(), "secondaryKey": _new_key()})
        address = f"https://{write.name.lower()}.{write.body['location']}.models.ai.azure.com"
        properties = {
            **sent,
            "authMode": mode,
            "contentSafety": {"contentSafetyStatus": "Enabled", **(sent.get("contentSafety") or {})},
            "inferenceEndpoint": {"uri": address, "headers": {}},
        }
        return {**write.body, "sku": write.body.get("sku") or {"name": "Consumption"}, "properties": properties}

    async def provision(self, endpoint: Resource) -> None:
        """Brings the model here and has the server take it in."""
        await self._server.load(await self._models.bring(endpoint))

    async def delete(self, endpoint: Resource) -> None:
        """Takes the model out of service; the server ends with the last endpoint."""
        adapter = self._models.adapter(endpoint)
        if adapter is not None:
            await self._server.unload(adapter)
            remove_adapter_files(adapter)
        self._platform.store.delete(KEYS, endpoint.id.lower())
        others = [each for each in self._all() if each.id.lower() != endpoint.id.lower()]
        if not others:
            await self._server.stop()

    def present(self, endpoint: Resource) -> Json:
        """Returns the endpoint with its state in the service's words."""
        words = {"Succeeded": "Online", "Failed": "CreationFailed", "Deleting": "Deleting"}
        state = words.get(endpoint.state, "Creating")
        return {**endpoint.body, "properties": {**endpoint.properties, "endpointState": state}}

    async def list_keys(self, call: Call) -> Json:
        """Answers the endpoint's keys; an endpoint that takes Entra tokens alone has none."""
        keys = self._platform.store.get(KEYS, call.resource.id.lower())
        if call.resource.properties["authMode"] == "AAD" or keys is None:
            message = f"Endpoint '{call.resource.name}' takes Entra tokens alone (authMode AAD): it has no keys."
            raise bad_request(message, code="UserError")
        return keys

    async def regenerate_keys(self, call: Call) -> Json:
        """Makes one of the keys anew and answers both."""
        keys = await self.list_keys(call)
        kind = str(call.body.get("keyType", ""))
        _require_one_of(kind, ("Primary", "Secondary"), "keyType")
        keys = {**keys, f"{kind.lower()}Key": call.body.get("keyValue") or _new_key()}
        self._platform.store.put(KEYS, call.resource.id.lower(), keys)
        return keys

    def _all(self) -> Sequence[Resource]:
        return self._platform.resources.of_type(SERVERLESS_ENDPOINT)


def endpoint_of_host(platform: Platform, host: str) -> Resource | None:
    """Returns the endpoint that answers at a public host name, or None."""
    wanted = f"https://{host.split(':')[0].lower()}"
    endpoints = platform.resources.of_type(SERVERLESS_ENDPOINT)
    return next((found for found in endpoints if found.properties["inferenceEndpoint"]["uri"] == wanted), None)


def _model_id(endpoint: Resource) -> str:
    return str(endpoint.properties["modelSettings"]["modelId"])


def _require_one_of(value: str, allowed: Sequence[str], member: str) -> None:
    if value not in allowed:
        message = f"'{value}' isn't a value of {member}; allowed: {', '.join(allowed)}."
        raise AzureError(400, "UserError", message, target=member)


def _new_key() -> str:
    return base64.b64encode(secrets.token_bytes(24)).decode()
