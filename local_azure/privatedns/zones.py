"""Private DNS zones: names of records and links counted, not deleted while a network is linked."""

from local_azure.behaviour import Behaviour, Write
from local_azure.errors import AzureError, bad_request
from local_azure.json_types import Json
from local_azure.platform import Platform
from local_azure.privatedns.records import LINK, ZONE, records_in
from local_azure.resources import Resource

# Azure DNS documentation, limits of private zones, 2026-10.
_MOST_RECORDS, _MOST_LINKS, _MOST_REGISTERING = 25_000, 1_000, 100


def zone_behaviour(platform: Platform) -> Behaviour:
    """Returns the behaviour of ``Microsoft.Network/privateDnsZones``."""

    async def validate(write: Write) -> None:
        if str(write.body.get("location", "")).lower() != "global":
            raise bad_request(
                f"The location of private DNS zone '{write.name}' must be 'global'.",
                code="LocationNotAvailableForResourceType",
            )

    async def prepare(write: Write) -> Json:
        return {**write.body, "properties": {}}

    async def refuse_delete(zone: Resource) -> None:
        links = platform.resources.children(zone.id, LINK)
        if links and not _is_going_with_its_group(platform, zone):
            names = ", ".join(f"{LINK}/{zone.name}/{link.name}" for link in links)
            raise AzureError(
                409,
                "CannotDeleteResource",
                f"Cannot delete resource while nested resources exist. Some existing nested resource IDs include: "
                f"'{names}'. Please delete all nested resources before deleting this resource.",
            )

    return Behaviour(
        validate=validate,
        prepare=prepare,
        refuse_delete=refuse_delete,
        present=lambda zone: {**zone.body, "properties": _counts(platform, zone)},
        etag=True,
    )


def _is_going_with_its_group(platform: Platform, zone: Resource) -> bool:
    group = platform.resources.get(zone.id.lower().partition(f"/providers/{ZONE.lower()}")[0])
    return group is not None and group.state == "Deleting"


def _counts(platform: Platform, zone: Resource) -> Json:
    links = platform.resources.children(zone.id, LINK)
    return {
        "maxNumberOfRecordSets": _MOST_RECORDS,
        "maxNumberOfVirtualNetworkLinks": _MOST_LINKS,
        "maxNumberOfVirtualNetworkLinksWithRegistration": _MOST_REGISTERING,
        "numberOfRecordSets": 1 + len(records_in(platform, zone)),  # the SOA record is always there
        "numberOfVirtualNetworkLinks": len(links),
        "numberOfVirtualNetworkLinksWithRegistration": sum(
            bool(link.properties.get("registrationEnabled")) for link in links
        ),
    }
