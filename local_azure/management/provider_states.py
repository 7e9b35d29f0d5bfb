"""Registration of resource providers in the subscription: what a namespace must have before its resources are made."""

from datetime import datetime, timedelta

from local_azure.errors import GATEWAY, AzureError
from local_azure.json_types import Json
from local_azure.management.context import Management

TABLE = "providers"
# Registered in every subscription from its start (azure-docs resource-providers-and-types, as of 2026-10).
ALWAYS = frozenset(
    {
        "microsoft.authorization",
        "microsoft.consumption",
        "microsoft.features",
        "microsoft.quota",
        "microsoft.resources",
    }
)


def require_registered(management: Management, resource_type: str) -> None:
    """Checks that the namespace of a type is registered.

    Raises:
        AzureError: 409 MissingSubscriptionRegistration.
    """
    namespace = resource_type.split("/")[0]
    state = registration(management, namespace)
    if state == "Registered":
        return
    text = "" if state == "NotRegistered" else f"The subscription registration is in '{state}' state. "
    message = (
        f"{text}The subscription is not registered to use namespace '{namespace}'. "
        "See https://aka.ms/rps-not-found for how to register subscriptions."
    )
    detail = {"code": "MissingSubscriptionRegistration", "target": namespace, "message": message}
    raise AzureError(409, "MissingSubscriptionRegistration", message, details=(detail,), headers=GATEWAY)


def registration(management: Management, namespace: str) -> str:
    """Returns a namespace's state: NotRegistered, Registering, Registered or Unregistered."""
    if namespace.lower() in ALWAYS:
        return "Registered"
    document = management.platform.store.get(TABLE, namespace.lower())
    if document is None:
        return "NotRegistered"
    registered_at = datetime.fromisoformat(document["at"])
    if document["state"] == "Registering" and management.platform.clock.now() >= registered_at:
        return "Registered"
    return str(document["state"])


def register(management: Management, namespace: str) -> None:
    """Begins to register a namespace; it is Registered after as long as operations take. Nothing changes if it is."""
    if registration(management, namespace) in ("Registered", "Registering"):
        return
    seconds = management.platform.options.operation_seconds
    done = management.platform.clock.now() + timedelta(seconds=seconds)
    _save(management, namespace, {"state": "Registering", "at": done.isoformat()})


def unregister(management: Management, namespace: str) -> None:
    """Ends a namespace's registration."""
    _save(management, namespace, {"state": "Unregistered", "at": management.platform.clock.now().isoformat()})


def _save(management: Management, namespace: str, document: Json) -> None:
    management.platform.store.put(TABLE, namespace.lower(), document)
