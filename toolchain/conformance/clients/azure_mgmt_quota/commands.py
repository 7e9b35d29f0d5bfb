"""Limits and usages of a provider in a region, and requests for more, by azure-mgmt-quota."""

from collections.abc import Iterator

from azure.mgmt.quota import QuotaMgmtClient
from setting import LOCATION, SUBSCRIPTION, Command, credential, group_commands, holds

SCOPE = f"subscriptions/{SUBSCRIPTION}/providers/Microsoft.MachineLearningServices/locations/{LOCATION}"
FAMILY = "standardNCADSA100v4Family"


def commands() -> Iterator[Command]:
    """Asks how many A100 cores there are, and for one node of them."""
    client = QuotaMgmtClient(credential(), SUBSCRIPTION)
    value = {"limitObjectType": "LimitValue", "value": 24}
    body = {"properties": {"limit": value, "name": {"value": FAMILY}, "resourceType": "dedicated"}}
    yield from group_commands("conformance-quota", "Microsoft.Quota", "Microsoft.MachineLearningServices")
    yield "quota.list", lambda: holds(FAMILY.lower() in [one.name.lower() for one in client.quota.list(SCOPE)], True)
    yield "quota.get", lambda: holds(client.quota.get(FAMILY, SCOPE).properties.name.value.lower(), FAMILY.lower())
    yield "usages.list", lambda: holds(bool(list(client.usages.list(SCOPE))), True)
    yield "usages.get", lambda: holds(client.usages.get(FAMILY, SCOPE).properties.usages.value >= 0, True)
    yield (
        "quota.begin_create_or_update",
        lambda: holds(
            client.quota.begin_create_or_update(FAMILY, SCOPE, body).result().properties.limit.value >= 24, True
        ),
    )
    requests = client.quota_request_status
    yield "quota_request_status.list", lambda: holds(bool(list(requests.list(SCOPE))), True)
    yield (
        "quota_request_status.get",
        lambda: holds(requests.get(next(requests.list(SCOPE)).name, SCOPE).properties.provisioning_state, "Succeeded"),
    )
