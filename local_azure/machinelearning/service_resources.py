"""Resources that Azure ML makes by itself, without a client's PUT: datastores, asset containers, tuned models."""

from local_azure.clock import timestamp
from local_azure.json_types import Json
from local_azure.platform import Platform
from local_azure.resources import Resource

_API_VERSION = "2025-12-01"
_MAKER = "Microsoft.MachineLearningServices"


def put_by_service(platform: Platform, resource_id: str, resource_type: str, properties: Json) -> Resource:
    """Stores a finished resource as the service's own work and returns it; one that was there keeps its beginning."""
    now, existing = platform.clock.now(), platform.resources.get(resource_id)
    made = existing.created_at if existing else now
    system_data = {
        "createdAt": timestamp(made),
        "createdBy": _MAKER,
        "createdByType": "Application",
        "lastModifiedAt": timestamp(now),
    }
    body: Json = {"properties": properties, "systemData": system_data}
    name = resource_id.rsplit("/", 1)[-1]
    resource = Resource(resource_id, resource_type, name, _API_VERSION, body, made, now)
    platform.resources.put(resource)
    return resource
