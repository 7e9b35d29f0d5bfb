"""Bodies of requests: JSON objects that can be answered as they came, whose envelope is that of a resource."""

from typing import Final

from starlette.requests import Request

from local_azure.errors import AzureError, invalid_request_content
from local_azure.json_bodies import read_json
from local_azure.json_types import Json

# The envelope of tracked resources: azure-resource-manager-rpc v1.0, resource-api-reference, and the PUT bodies of the
# types in catalogue/types as Azure publishes them (Azure/bicep-types-az @ 1f896de, 2026-08-20).
ENVELOPE: Final = frozenset(
    {"id", "name", "type", "location", "tags", "kind", "managedBy", "etag", "zones", "placement"}
    | {"properties", "identity", "sku", "plan", "extendedLocation", "systemData"}
)
_BY_LOWER: Final = {name.lower(): name for name in ENVELOPE}
_USUAL: Final = {lower: name for lower, name in _BY_LOWER.items() if name != "etag"}  # some types write eTag


def read_body(content: bytes, content_type: str | None) -> Json:
    """Returns the JSON object of a body, {} where there is none; its envelope in the usual case of letters.

    Raises:
        AzureError: 400 InvalidRequestContent when it is no JSON object, 415 when it says that it isn't JSON.
    """
    if not content.strip():
        return {}
    _check_type(content_type)
    body = _object(content)
    return {_USUAL.get(name.lower(), name): value for name, value in body.items()}


async def body_of(request: Request) -> Json:
    """Returns the JSON object of a request's body, as ``read_body`` does."""
    return read_body(await request.body(), request.headers.get("content-type"))


def check_members(body: Json) -> None:
    """Checks that the body of a tracked resource has no members at its top but those of the envelope.

    Resource Manager reads that envelope itself for types with a location; for others it hands on what it is sent.

    Raises:
        AzureError: 400 InvalidRequestContent.
    """
    unknown = [name for name in body if name.lower() not in _BY_LOWER]
    if unknown:
        raise invalid_request_content(
            f"Could not find member '{unknown[0]}' on object of type 'ResourceDefinition'. Path '{unknown[0]}'."
        )


def _check_type(content_type: str | None) -> None:
    media = (content_type or "<null>").partition(";")[0].strip().lower()
    if media not in ("application/json", "text/json") and not media.endswith("+json"):
        raise AzureError(
            415,
            "UnsupportedMediaType",
            f"The content media type '{media}' is not supported. Only 'application/json' is supported.",
        )


def _object(content: bytes) -> Json:
    try:
        body = read_json(content)
    except ValueError as error:
        raise invalid_request_content(str(error)) from error
    if not isinstance(body, dict):
        raise invalid_request_content(f"expected a JSON object, got {type(body).__name__}")
    return body
