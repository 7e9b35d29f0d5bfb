"""Zone groups of private endpoints: they keep an endpoint's names in private DNS zones."""

from local_azure.behaviour import Behaviour, Write
from local_azure.errors import bad_request
from local_azure.json_types import Json
from local_azure.network.linked_access import require_linked_access, require_reference
from local_azure.platform import Platform
from local_azure.privatedns.records import ZONE, Record, records_of
from local_azure.resources import Resource


def zone_group_behaviour(platform: Platform) -> Behaviour:
    """Returns the behaviour of ``privateEndpoints/privateDnsZoneGroups``."""

    async def validate(write: Write) -> None:
        configs = (write.body.get("properties") or {}).get("privateDnsZoneConfigs") or []
        if not configs:
            raise bad_request(f"Private DNS zone group '{write.name}' has no zone.", code="InvalidRequestFormat")
        for config in configs:
            zone_id = str((config.get("properties") or {}).get("privateDnsZoneId", ""))
            require_reference(platform, write, zone_id, ZONE)
            require_linked_access(platform, write, f"{ZONE}/join/action", zone_id)

    async def prepare(write: Write) -> Json:
        configs = [
            {"name": each.get("name"), "properties": {"privateDnsZoneId": each["properties"]["privateDnsZoneId"]}}
            for each in write.body["properties"]["privateDnsZoneConfigs"]
        ]
        return {"properties": {"privateDnsZoneConfigs": configs}}

    def present(group: Resource) -> Json:
        endpoint = platform.resources.get(group.id.rpartition("/privateDnsZoneGroups/")[0])
        configs = [_shown(platform, group, endpoint, each) for each in group.properties["privateDnsZoneConfigs"]]
        return {**group.body, "properties": {"privateDnsZoneConfigs": configs}}

    return Behaviour(validate=validate, prepare=prepare, present=present, etag=True)


def _shown(platform: Platform, group: Resource, endpoint: Resource | None, config: Json) -> Json:
    zone_name = config["properties"]["privateDnsZoneId"].rpartition("/")[2]
    records = [] if endpoint is None else records_of(platform, endpoint, zone_name)
    return {
        **config,
        "id": f"{group.id}/privateDnsZoneConfigs/{config['name']}",
        "properties": {**config["properties"], "recordSets": [_record_set(each, zone_name) for each in records]},
    }


def _record_set(record: Record, zone_name: str) -> Json:
    return {
        "recordType": "A",
        "recordSetName": record.name,
        "fqdn": f"{record.name}.{zone_name}",
        "ttl": 10,
        "ipAddresses": [record.address],
        "provisioningState": "Succeeded",
    }
