"""Registers the namespaces of a template's resources, as ARM does when the caller may register them.

azure-docs resource-providers-and-types, as of 2026-10: providers that a template names are registered automatically.
"""

from local_azure.deployments.arm import Arm, Caller
from local_azure.errors import AzureError
from local_azure.identity import SUBSCRIPTION_SCOPE
from local_azure.management.context import Management
from local_azure.management.provider_states import registration
from local_azure.platform import Platform

VERSION = "2022-09-01"


async def register_for(platform: Platform, arm: Arm, caller: Caller, resource_type: str) -> None:
    """Registers the namespace of a type and waits until it is; does nothing where the caller may not.

    The write itself then says MissingSubscriptionRegistration.
    """
    management = platform.require("management", Management)
    wanted = resource_type.split("/")[0]
    namespace = next((each for each in management.kinds.namespaces if each.lower() == wanted.lower()), None)
    if namespace is None or registration(management, namespace) == "Registered":
        return
    try:
        await arm.call(caller, "POST", f"{SUBSCRIPTION_SCOPE}/providers/{namespace}/register", VERSION)
    except AzureError:
        return
    while registration(management, namespace) == "Registering":
        await platform.clock.sleep(platform.options.retry_after_ms / 1000)
