"""Who acts on a stack besides its own identities: the developer, and callers of what is deployed."""

import pulumi

from infra.custom_grants import endpoint_caller_grant
from infra.roles import Grant, Principal
from stacks.caller import Caller
from stacks.settings import Settings


def developer_of(settings: Settings, caller: Caller) -> Principal:
    """Gives who does the steps of the journey: the one in the settings, else whoever runs Pulumi."""
    return Principal(str(settings.developer.object_id or caller.object_id), settings.developer.type)


def asking_of(settings: Settings) -> Principal | None:
    """Gives who may ask what is deployed and nothing else; None where the settings name nobody."""
    return Principal(str(settings.caller.object_id), settings.caller.type) if settings.caller else None


def endpoint_caller_grants(settings: Settings, group: pulumi.Input[str]) -> tuple[Grant, ...]:
    """Gives what the caller needs of endpoints in the group; nothing without a caller, or a role that stops there."""
    asking = asking_of(settings)
    if settings.caller is None or settings.caller.endpoint_role is None or asking is None:
        return ()
    return (endpoint_caller_grant(asking, group, settings.caller.endpoint_role),)
