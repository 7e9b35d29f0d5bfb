"""Changes a resource in place."""

from catalogue.resource_types import ResourceType
from toolchain.azure_native.body import removed_entries, request_body, request_query
from toolchain.azure_native.create import Warn, complete, state_after
from toolchain.azure_native.members import Json, get_member, put_member
from toolchain.azure_native.outputs import previewed_outputs
from toolchain.azure_native.tracked import Tracked
from toolchain.azure_native.values import Properties


def update(resource: Tracked, old: Properties, new: Properties, timeout: float, warn: Warn) -> Properties:
    """Puts the whole body; an identity taken away goes as null, by PATCH, for PUT would keep it.

    Args:
        resource: what to change.
        old: inputs of the last deployment.
        new: inputs of this one.
        timeout: seconds to wait at most; 0 for the default.
        warn: shows a warning.

    Returns:
        The state as read back.

    Raises:
        InitializationError: Azure accepted the change but it failed.
        ProviderError: Azure refused.
    """
    body = request_body(resource.row, new, resource.id)
    _keep_maintained(resource, body)
    removed = removed_entries(resource.row, old, new)
    _merge(body, removed)
    method = "PATCH" if removed else "PUT"
    first = resource.send(method, body, request_query(resource.row, new))
    complete(resource, method, first, new, timeout)
    return state_after(resource, first, "Update", warn)


def previewed_update(row: ResourceType, new: Properties, state: Properties) -> Properties:
    """Foretells the state after an update: name and place stay, the rest is as for a create."""
    kept: Properties = {name: state[name] for name in ("name", "location", "type") if name in state}
    return {**previewed_outputs(row, new), **kept}


def _keep_maintained(resource: Tracked, body: Json) -> None:
    missing = [path for path in resource.row.kept_members if get_member(body, path) is None]
    found = resource.read() if missing else None
    for path in missing:
        value = get_member(found.body, path) if found is not None else None
        if value is not None:
            put_member(body, path, value)


def _merge(body: Json, more: Json) -> None:
    for name, value in more.items():
        if isinstance(value, dict) and isinstance(body.get(name), dict):
            _merge(body[name], value)
        else:
            body[name] = value
