"""The location of a resource: required where its type has one, a known region, and never changed."""

from local_azure.errors import AzureError, conflict
from local_azure.json_types import Json
from local_azure.management.kinds import Kind
from local_azure.management.paths import ResourcePath
from local_azure.management.regions import REGIONS, region
from local_azure.resources import Resource


def check_location(kind: Kind, path: ResourcePath, body: Json, existing: Resource | None) -> Json:
    """Returns the body with its location as Azure writes it (``eastus2``).

    Raises:
        AzureError: 400 when the location is missing or no region, 409 when the resource is in another one.
    """
    if not kind.row.location:
        return body
    location = body.get("location") or (existing.location if existing else "")
    if not location and kind.row.location_optional:
        return body
    if not location:
        raise AzureError(400, "LocationRequired", "The location property is required for this definition.")
    name = region(str(location))
    if name != "global" and name not in REGIONS:
        raise _unknown(kind, path, str(location))
    if existing is not None and existing.location and region(existing.location) != name:
        raise _elsewhere(path, existing, name)
    return {**body, "location": name}


def _unknown(kind: Kind, path: ResourcePath, location: str) -> AzureError:
    regions = ",".join(sorted(REGIONS))
    if path.is_group:
        return AzureError(
            400,
            "LocationNotAvailableForResourceGroup",
            f"The provided location '{location}' is not available for resource group. "
            f"List of available regions is '{regions}'.",
        )
    return AzureError(
        400,
        "LocationNotAvailableForResourceType",
        f"The provided location '{location}' is not available for resource type '{kind.row.type}'. "
        f"List of available regions for the resource type is '{regions}'.",
    )


def _elsewhere(path: ResourcePath, existing: Resource, location: str) -> AzureError:
    if path.is_group:
        return conflict(
            f"Invalid resource group location '{location}'. "
            f"The Resource group already exists in location '{existing.location}'.",
            code="InvalidResourceGroupLocation",
        )
    return conflict(
        f"The resource '{existing.name}' already exists in location '{existing.location}' in resource group "
        f"'{existing.group}'. A resource with the same name cannot be created in location '{location}'. "
        "Please select a new resource name.",
        code="InvalidResourceLocation",
    )
