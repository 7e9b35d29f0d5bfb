"""Functions that put resource ids together."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from local_azure.deployments.language.errors import ExpressionError
from local_azure.deployments.language.functions.function import Function, text
from local_azure.deployments.language.scope import Scope


def resource_path(resource_type: str, names: Sequence[str], function: str) -> str:
    """Returns a type and names as a path: ``Microsoft.X/a/b`` and m, n give ``providers/Microsoft.X/a/m/b/n``.

    Raises:
        ExpressionError: There aren't as many names as the type has segments after its namespace.
    """
    namespace, *types = resource_type.split("/")
    parts = [part for name in names for part in name.split("/")]
    if not types or len(types) != len(parts):
        raise ExpressionError(
            f"Unable to evaluate template language function '{function}': the type '{resource_type}' requires "
            f"'{max(1, len(types))}' resource name argument(s). "
            "Please see https://aka.ms/arm-resource-functions for usage details."
        )
    pairs = "/".join(f"{kind}/{name}" for kind, name in zip(types, parts, strict=True))
    return f"providers/{namespace}/{pairs}"


def _resource_id(scope: Scope, arguments: list[Any]) -> str:
    texts = [text("resourceId", each) for each in arguments]
    at = _type_at(texts, "resourceId")
    leading, resource_type, names = texts[:at], texts[at], texts[at + 1 :]
    subscription = scope.place.subscription_id
    group = str(scope.place.group["name"]) if scope.place.group else None
    if len(leading) == 2:
        subscription, group = leading
    elif leading and _is_guid(leading[0]) and group is None:
        subscription = leading[0]
    elif leading:
        group = leading[0]
    base = f"/subscriptions/{subscription}" + (f"/resourceGroups/{group}" if group else "")
    return f"{base}/{resource_path(resource_type, names, 'resourceId')}"


def _subscription_resource_id(scope: Scope, arguments: list[Any]) -> str:
    texts = [text("subscriptionResourceId", each) for each in arguments]
    at = _type_at(texts, "subscriptionResourceId")
    subscription = texts[0] if at else scope.place.subscription_id
    path = resource_path(texts[at], texts[at + 1 :], "subscriptionResourceId")
    return f"/subscriptions/{subscription}/{path}"


def _tenant_resource_id(_: Scope, arguments: list[Any]) -> str:
    resource_type, *names = (text("tenantResourceId", each) for each in arguments)
    return f"/{resource_path(resource_type, names, 'tenantResourceId')}"


def _extension_resource_id(_: Scope, arguments: list[Any]) -> str:
    base, resource_type, *names = (text("extensionResourceId", each) for each in arguments)
    return f"{base.rstrip('/')}/{resource_path(resource_type, names, 'extensionResourceId')}"


def _type_at(texts: list[str], function: str) -> int:
    # A subscription and a group may come before the type; the type is the first with a slash.
    for at, each in enumerate(texts[:3]):
        if "/" in each:
            return at
    raise ExpressionError(
        f"Unable to evaluate template language function '{function}': none of '{', '.join(texts)}' is a resource type. "
        "Please see https://aka.ms/arm-resource-functions for usage details."
    )


def _is_guid(value: str) -> bool:
    try:
        uuid.UUID(value)
    except ValueError:
        return False
    return True


RESOURCE_IDS: Mapping[str, Function] = {
    "extensionresourceid": Function(_extension_resource_id, 3, None),
    "resourceid": Function(_resource_id, 2, None),
    "subscriptionresourceid": Function(_subscription_resource_id, 2, None),
    "tenantresourceid": Function(_tenant_resource_id, 2, None),
}
