"""The connections that private endpoints have to a resource, as that resource shows them."""

import uuid
from collections.abc import Iterator

from local_azure.json_types import Json
from local_azure.network.endpoint_checks import connection_lists
from local_azure.network.subnet_use import ENDPOINT
from local_azure.platform import Platform
from local_azure.resources import Resource


def endpoints_to(platform: Platform, target_id: str) -> Iterator[tuple[Resource, Json]]:
    """Yields the finished private endpoints to a resource, each with its connection."""
    for endpoint in platform.resources.of_type(ENDPOINT):
        for _, connection in connection_lists(endpoint.properties):
            to = str(connection["properties"]["privateLinkServiceId"])
            if to.lower() == target_id.lower() and endpoint.state == "Succeeded":
                yield endpoint, connection


def with_connections(platform: Platform, target: Resource) -> Json:
    """Returns a resource's body with its ``privateEndpointConnections``; as it is stored where it has none."""
    connections = [_connection(target, *each) for each in endpoints_to(platform, target.id)]
    if not connections:
        return target.body
    return {**target.body, "properties": {**target.properties, "privateEndpointConnections": connections}}


def _connection(target: Resource, endpoint: Resource, connection: Json) -> Json:
    name = f"{endpoint.name}.{uuid.uuid5(uuid.NAMESPACE_URL, endpoint.id.lower())}"
    asked: Json = connection["properties"]
    return {
        "id": f"{target.id}/privateEndpointConnections/{name}",
        "name": name,
        "type": f"{target.type}/privateEndpointConnections",
        "properties": {
            "privateEndpoint": {"id": endpoint.id},
            "groupIds": asked["groupIds"],
            "privateLinkServiceConnectionState": asked["privateLinkServiceConnectionState"],
            "provisioningState": "Succeeded",
        },
    }
