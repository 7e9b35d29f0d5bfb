"""Online endpoints as ARM resources: checked, given address, identity and keys, shown, taken away."""

from local_azure.behaviour import Behaviour, Write
from local_azure.errors import AzureError, not_supported
from local_azure.json_types import Json
from local_azure.machinelearning.arm_ids import workspace_of
from local_azure.machinelearning.online_endpoints.ids import address_of
from local_azure.machinelearning.online_endpoints.keys import EndpointKeys
from local_azure.machinelearning.online_endpoints.refusals import invalid
from local_azure.machinelearning.online_endpoints.traffic import check_traffic
from local_azure.platform import Platform
from local_azure.resources import Resource

AUTH_MODES = ("Key", "AMLToken", "AADToken")
_ACCESS = ("Enabled", "Disabled")


def online_endpoint_behaviour(platform: Platform, keys: EndpointKeys) -> Behaviour:
    """Returns what the type ``workspaces/onlineEndpoints`` does beyond being stored."""

    async def validate(write: Write) -> None:
        properties = write.body.get("properties") or {}
        if properties.get("compute"):
            raise not_supported("online endpoints on Kubernetes", "Leave out 'compute': the endpoint is a managed one.")
        _mode(properties)
        _require_one_of(properties.get("publicNetworkAccess") or "Enabled", _ACCESS, "PublicNetworkAccess")
        workspace = workspace_of(platform.resources, write.id)
        if str(write.body.get("location", "")) != workspace.location:
            raise invalid(
                f"The endpoint's location '{write.body.get('location')}' isn't its workspace's, "
                f"'{workspace.location}'.",
                "Location",
            )
        _require_same_identity(write)
        check_traffic(platform, write)

    async def prepare(write: Write) -> Json:
        return _prepared(write, keys)

    async def delete(endpoint: Resource) -> None:
        keys.forget(endpoint.id)

    return Behaviour(
        validate=validate,
        prepare=prepare,
        delete=delete,
        actions={"listkeys": keys.list_keys, "regeneratekeys": keys.regenerate, "token": keys.token},
        name_taken=lambda _write: _name_taken(),
    )


def _prepared(write: Write, keys: EndpointKeys) -> Json:
    sent = {member: value for member, value in (write.body.get("properties") or {}).items() if value is not None}
    mode = _mode(sent)
    if mode == "Key":
        keys.ensure(write.id, sent.get("keys"))
    address = address_of(write.name, write.body["location"])
    properties = {
        "description": None,
        "traffic": {},
        "mirrorTraffic": {},
        "properties": {},
        "publicNetworkAccess": "Enabled",
        **{member: value for member, value in sent.items() if member != "keys"},
        "authMode": mode,
        "scoringUri": f"{address}/score",
        "swaggerUri": f"{address}/swagger.json",
    }
    return {**write.body, "identity": _identity(write), "properties": properties}


def _identity(write: Write) -> Json:
    # Azure ML documentation "concept-endpoints-online-auth", 2026-10: system-assigned unless another one is asked for.
    sent: Json = write.body.get("identity") or {}
    if str(sent.get("type") or "None").lower() != "none":
        return sent
    stored = write.existing.body.get("identity") if write.existing else None
    return stored or {"type": "SystemAssigned"}


def _require_same_identity(write: Write) -> None:
    if write.existing is None:
        return
    before, after = _named(write.existing.body.get("identity") or {}), _named(_identity(write))
    if before != after:
        # The same documentation: the identity of an endpoint can't be changed; the text is from memory.
        raise invalid(
            f"The identity of endpoint '{write.name}' can't be changed; delete the endpoint and make it again.",
            "Identity",
        )


def _named(identity: Json) -> tuple[bool, frozenset[str]]:
    users = frozenset(each.lower() for each in identity.get("userAssignedIdentities") or {})
    return "systemassigned" in str(identity.get("type", "")).lower(), users


def _mode(properties: Json) -> str:
    sent = str(properties.get("authMode") or "")
    found = next((mode for mode in AUTH_MODES if mode.lower() == sent.lower()), sent)
    _require_one_of(found, AUTH_MODES, "AuthMode")
    return found


def _require_one_of(value: str, allowed: tuple[str, ...], member: str) -> None:
    if value not in allowed:
        raise invalid(f"'{value}' isn't a value of {member}; allowed: {', '.join(allowed)}.", member)


def _name_taken() -> AzureError:
    # azureml-examples issue 1930.
    return invalid(
        "There is already an endpoint with this name, Endpoint name needs to be unique within a region. Try some other "
        "name."
    )
