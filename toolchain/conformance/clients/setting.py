"""What every client's commands begin with: the subscription, a credential, a resource group of the client's own."""

import base64
import json
import os
import time
from collections.abc import Callable, Iterator
from typing import Any

from recorded_calls import uncounted

SUBSCRIPTION = os.environ.get("AZURE_SUBSCRIPTION_ID", "")
TENANT = os.environ.get("AZURE_TENANT_ID", "")
LOCATION = "eastus2"

Command = tuple[str, Callable[[], object]]
"""What a client calls an operation, and the operation; it fails by raising."""


def credential() -> Any:
    """The identity that the environment names, by its secret."""
    from azure.identity import EnvironmentCredential

    return EnvironmentCredential()


def holds(what: object, expected: object) -> None:
    """Fails unless both are equal.

    Raises:
        AssertionError: With what was found.
    """
    if what != expected:
        raise AssertionError(f"{what!r} instead of {expected!r}")


def refuses(code: str, call: Callable[[], object]) -> None:
    """Fails unless Azure refuses the call with that error code, as the client reads it.

    Raises:
        AssertionError: It was done, or refused for another reason.
    """
    from azure.core.exceptions import HttpResponseError

    try:
        call()
    except HttpResponseError as error:
        holds(error.error.code if error.error else getattr(error, "error_code", None), code)
        return
    raise AssertionError(f"it was done, not refused with {code}")


def is_gone(call: Callable[[], object]) -> None:
    """Fails unless Azure answers that what the call names isn't there, as the client reads it.

    Raises:
        AssertionError: It is there.
    """
    from azure.core.exceptions import ResourceNotFoundError

    try:
        call()
    except ResourceNotFoundError:
        return
    raise AssertionError("it is there")


def group_commands(name: str, *namespaces: str) -> Iterator[Command]:
    """Registers the namespaces and makes the client's resource group, by requests of the same pipeline."""
    yield "resource group", lambda: _request("PUT", f"/resourceGroups/{name}", "2022-09-01", {"location": LOCATION})
    for namespace in namespaces:
        yield f"register {namespace}", lambda namespace=namespace: _register(namespace)


def may(role: str, group: str) -> None:
    """Gives the caller a built-in role, by its id, on a resource group: owning it opens no data.

    Args:
        role: The role definition's GUID.
        group: The resource group's name.
    """
    import uuid

    scope = f"/resourceGroups/{group}"
    name = uuid.uuid5(uuid.UUID(SUBSCRIPTION), f"{role} {group}")
    definition = f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/{role}"
    properties = {"roleDefinitionId": definition, "principalId": own_object_id(), "principalType": "ServicePrincipal"}
    path = f"{scope}/providers/Microsoft.Authorization/roleAssignments/{name}"
    _request("PUT", path, "2022-04-01", {"properties": properties})


def claims(token: str) -> dict[str, str]:
    """What a token says about itself."""
    payload = token.split(".")[1]
    found: dict[str, str] = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return found


def own_object_id() -> str:
    """Who the caller is, by the claim of its token."""
    return claims(credential().get_token("https://management.azure.com/.default").token)["oid"]


def _register(namespace: str) -> None:
    _request("POST", f"/providers/{namespace}/register", "2022-09-01", None)
    while _request("GET", f"/providers/{namespace}", "2022-09-01", None)["registrationState"] != "Registered":
        time.sleep(0.2)


def put(path: str, version: str, body: object) -> None:
    """Makes a resource of the subscription, and waits until it is provisioned.

    Raises:
        AssertionError: It couldn't be provisioned.
    """
    _request("PUT", path, version, body)
    while (state := _state(path, version)) not in _ENDED:
        time.sleep(0.2)
    holds(state, "Succeeded")


_ENDED = {"Succeeded", "Failed", "Canceled"}


def _state(path: str, version: str) -> str:
    properties = _request("GET", path, version, None).get("properties") or {}
    return str(properties.get("provisioningState") or "Succeeded")


def _request(method: str, path: str, version: str, body: object) -> Any:
    from azure.core import PipelineClient
    from azure.core.pipeline.policies import BearerTokenCredentialPolicy
    from azure.core.rest import HttpRequest

    arm = "https://management.azure.com"
    client: Any = PipelineClient(arm, policies=[BearerTokenCredentialPolicy(credential(), f"{arm}/.default")])
    url = f"{arm}/subscriptions/{SUBSCRIPTION}{path}?api-version={version}"
    with uncounted():  # what is put together here is no client's own request
        response = client.send_request(HttpRequest(method, url, json=body))
    response.raise_for_status()
    return response.json() if response.content else None
