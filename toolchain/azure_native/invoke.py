"""Functions: who the provider is, and what get and list functions of the table's types answer."""

from typing import Any

from catalogue.resource_types import ResourceType, UnknownResourceTypeError, by_token, resource_types
from toolchain.azure_native.arm import Arm
from toolchain.azure_native.credentials import MANAGEMENT, claims
from toolchain.azure_native.errors import ArmError, ProviderError, UnsupportedError
from toolchain.azure_native.outputs import response_outputs
from toolchain.azure_native.resource_id import build_id
from toolchain.azure_native.values import Properties

GRAPH_SCOPE = "https://graph.microsoft.com/.default"
SUBSCRIPTIONS_VERSION = "2022-12-01"  # the function's default (pulumi_azure_native 3.24.0)
QUERY_ARGUMENTS = {"expand": "$expand"}  # arguments of get and list functions that are part of the URL


def invoke(token: str, arguments: Properties, arm: Arm, subscription_id: str) -> Properties:
    """Calls a function by its token, such as azure-native:storage:listStorageAccountKeys.

    Raises:
        UnsupportedError: the stand-in does not know the function.
        ProviderError: Azure refused.
    """
    name = token.removeprefix("azure-native:")
    if name == "authorization:getClientConfig":
        return _client_config(arm, subscription_id)
    if name == "authorization:getClientToken":
        return {"token": arm.token(f"{arguments.get('endpoint') or MANAGEMENT + '/'}/.default")}
    if name == "authorization:listSubscriptions":
        listed: Properties = arm.call("GET", "/subscriptions", arguments.get("apiVersion", SUBSCRIPTIONS_VERSION)).body
        return listed
    row, action = _function(name)
    resource_id = build_id(row, arguments, subscription_id)
    query = {QUERY_ARGUMENTS[key]: str(value) for key, value in arguments.items() if key in QUERY_ARGUMENTS}
    try:
        if action is None:
            body = arm.call("GET", resource_id, row.api_version, query=query).body
            return {**response_outputs(row, body), "id": body.get("id", resource_id)}
        model = {k: v for k, v in arguments.items() if k not in row.parameters and k not in QUERY_ARGUMENTS}
        answered: Any = arm.call("POST", f"{resource_id}/{action}", row.api_version, model, query).body
    except ArmError as error:
        raise ProviderError(f"request failed {resource_id}: {error}") from error
    return answered if isinstance(answered, dict) else {}


def _client_config(arm: Arm, subscription_id: str) -> Properties:
    who = claims(arm.token(GRAPH_SCOPE))
    return {
        "clientId": who.get("appid", ""),
        "objectId": who.get("oid", ""),
        "subscriptionId": subscription_id,
        "tenantId": who.get("tid", ""),
    }


def _function(name: str) -> tuple[ResourceType, str | None]:
    module, _, function = name.partition(":")
    for row in resource_types().values():
        if row.token and row.token.split(":")[0] == module and function in row.functions:
            return row, row.functions[function]
    try:
        return by_token(f"{module}:{function.removeprefix('get')}"), None
    except UnknownResourceTypeError as error:
        raise UnsupportedError(
            f"this stand-in for the azure-native provider does not know the function {name}"
        ) from error
