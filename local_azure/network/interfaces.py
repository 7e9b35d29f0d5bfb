"""Network interfaces: those that private endpoints have; nobody else makes or deletes one here."""

from local_azure.behaviour import Behaviour, Write
from local_azure.errors import AzureError, not_supported
from local_azure.network.subnet_use import ENDPOINT
from local_azure.platform import Platform
from local_azure.resources import Resource


def interface_behaviour(platform: Platform) -> Behaviour:
    """Returns the behaviour of ``Microsoft.Network/networkInterfaces``."""

    async def validate(_write: Write) -> None:
        raise not_supported("network interfaces of one's own", "Private endpoints bring theirs along.")

    async def refuse_delete(interface: Resource) -> None:
        owners = [each.id for each in platform.resources.of_type(ENDPOINT) if _has(each, interface)]
        if owners:
            raise AzureError(
                400,
                "CannotDeleteNetworkInterfaceAttachedToPrivateEndpoint",
                f"Network interface {interface.id} belongs to private endpoint {owners[0]}: delete that.",
            )

    return Behaviour(validate=validate, refuse_delete=refuse_delete, can_be_made=False, etag=True)


def _has(endpoint: Resource, interface: Resource) -> bool:
    listed = endpoint.properties.get("networkInterfaces") or []
    return interface.id.lower() in [str(each["id"]).lower() for each in listed]
