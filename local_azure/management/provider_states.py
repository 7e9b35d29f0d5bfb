"""Registration of resource providers in the subscription: what a namespace must have before its resources are made."""

from datetime import datetime, timedelta

from local_azure.errors import GATEWAY, AzureError
from local_azure.latency import Change
from local_azure.management.context import Management

TABLE = "providers"
_LATENCY_ROW = "Microsoft.Resources/providers"
DONE = {"Registering": "Registered", "Unregistering": "Unregistered"}
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
    if state == "NotRegistered":
        text = f"The subscription is not registered to use namespace '{namespace}'."
    else:
        text = (
            f"The subscription registration is in '{state}' state. "
            f"The subscription must be registered to use namespace '{namespace}'."
        )
    message = f"{text} See https://aka.ms/rps-not-found for how to register subscriptions."
    detail = {"code": "MissingSubscriptionRegistration", "target": namespace, "message": message}
    raise AzureError(409, "MissingSubscriptionRegistration", message, details=(detail,), headers=GATEWAY)


def registration(management: Management, namespace: str) -> str:
    """Returns a namespace's state: NotRegistered, Registering, Registered, Unregistering or Unregistered."""
    if namespace.lower() in ALWAYS:
        return "Registered"
    document = management.platform.store.get(TABLE, namespace.lower())
    if document is None:
        return "NotRegistered"
    is_done = management.platform.clock.now() >= datetime.fromisoformat(document["at"])
    return str(DONE.get(document["state"], document["state"]) if is_done else document["state"])


def register(management: Management, namespace: str) -> None:
    """Begins to register a namespace; it is Registered after a while. Nothing changes if it is."""
    if registration(management, namespace) in ("Registered", "Registering"):
        return
    _begin(management, namespace, "Registering")


def unregister(management: Management, namespace: str) -> None:
    """Begins to end a namespace's registration. Nothing changes if it has none."""
    if registration(management, namespace) in ("Registered", "Registering"):
        _begin(management, namespace, "Unregistering")


def _begin(management: Management, namespace: str, state: str) -> None:
    seconds = management.platform.options.registration_seconds
    if seconds is None:
        change: Change = "create" if state == "Registering" else "delete"
        seconds = management.platform.latency.seconds(_LATENCY_ROW, change, namespace)
        seconds += management.platform.options.operation_seconds
    done = management.platform.clock.now() + timedelta(seconds=seconds)
    management.platform.store.put(TABLE, namespace.lower(), {"state": state, "at": done.isoformat()})
