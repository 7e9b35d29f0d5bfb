"""Private endpoints: an address in a subnet for one side of one resource, approved by whoever may approve it there."""

from local_azure.behaviour import Behaviour, Write
from local_azure.json_types import Json
from local_azure.network.addresses import address_of, make_interface
from local_azure.network.endpoint_checks import Wanted, check_endpoint, connection_lists
from local_azure.network.link_targets import names_of
from local_azure.platform import Platform
from local_azure.resources import Resource

APPROVED: Json = {"status": "Approved", "description": "Auto-Approved", "actionsRequired": "None"}
_PENDING: Json = {"status": "Pending", "description": "Awaiting Approval", "actionsRequired": "None"}
_DISCONNECTED: Json = {"status": "Disconnected", "description": "", "actionsRequired": "None"}


def private_endpoint_behaviour(platform: Platform) -> Behaviour:
    """Returns the behaviour of ``Microsoft.Network/privateEndpoints``."""

    async def validate(write: Write) -> None:
        check_endpoint(platform, write)

    async def prepare(write: Write) -> Json:
        return _prepared(platform, write, check_endpoint(platform, write))

    async def delete(endpoint: Resource) -> None:
        for interface in endpoint.properties.get("networkInterfaces") or []:
            platform.resources.delete(interface["id"])

    return Behaviour(
        validate=validate,
        prepare=prepare,
        delete=delete,
        present=lambda endpoint: {**endpoint.body, "properties": _present(platform, endpoint)},
        etag=True,
    )


def _prepared(platform: Platform, write: Write, wanted: Wanted) -> Json:
    sent: Json = write.body["properties"]
    before = write.existing.properties if write.existing else {}
    custom = str(sent.get("customNetworkInterfaceName") or "")
    kept = (before.get("networkInterfaces") or [{}])[0].get("id")
    group = write.id.rpartition("/privateEndpoints/")[0]
    interface_id = kept or f"{group}/networkInterfaces/{custom or f'{write.name}.nic.{wanted.subnet.name}'}"
    location = str(write.body.get("location", ""))
    interface = make_interface(
        platform, interface_id, wanted.subnet, location, names_of(wanted.target, wanted.group_id), wanted.group_id
    )
    properties = {
        "ipConfigurations": [],
        "customNetworkInterfaceName": custom,
        **{member: value for member, value in sent.items() if member != "customDnsConfigs"},
        "subnet": {"id": wanted.subnet.id},
        "networkInterfaces": [{"id": interface.id}],
    }
    for member, state in (
        ("privateLinkServiceConnections", APPROVED),
        ("manualPrivateLinkServiceConnections", _PENDING),
    ):
        properties[member] = [_connection(write, member, each, state) for each in sent.get(member) or []]
    return {**write.body, "properties": properties}


def _connection(write: Write, member: str, sent: Json, state: Json) -> Json:
    asked: Json = sent["properties"]
    members = ("privateLinkServiceId", "groupIds", "requestMessage")
    return {
        "name": sent["name"],
        "id": f"{write.id}/{member}/{sent['name']}",
        "type": f"Microsoft.Network/privateEndpoints/{member}",
        "properties": {
            **{each: asked[each] for each in members if asked.get(each)},
            "provisioningState": "Succeeded",
            "privateLinkServiceConnectionState": dict(state),
        },
    }


def _present(platform: Platform, endpoint: Resource) -> Json:
    properties = dict(endpoint.properties)
    gone = False
    for member, connection in connection_lists(properties):
        target = platform.resources.get(connection["properties"]["privateLinkServiceId"])
        if target is None:
            gone = True
            shown = {**connection["properties"], "privateLinkServiceConnectionState": dict(_DISCONNECTED)}
            properties[member] = [{**connection, "properties": shown}]
    properties["customDnsConfigs"] = [] if gone or _has_zone_group(platform, endpoint) else _names(platform, endpoint)
    return properties


def _has_zone_group(platform: Platform, endpoint: Resource) -> bool:
    return bool(platform.resources.children(endpoint.id, "Microsoft.Network/privateEndpoints/privateDnsZoneGroups"))


def _names(platform: Platform, endpoint: Resource) -> list[Json]:
    """What Azure tells those who keep DNS by themselves: names and addresses."""
    interface = platform.resources.get(endpoint.properties["networkInterfaces"][0]["id"])
    _, connection = connection_lists(endpoint.properties)[0]
    target = platform.resources.get(connection["properties"]["privateLinkServiceId"])
    if interface is None or target is None:
        return []
    names = names_of(target, connection["properties"]["groupIds"][0])
    return [{"fqdn": name.host, "ipAddresses": [address_of(interface, name.member)]} for name in names]
