"""The subscription, its tenant and its regions, by azure-mgmt-resource-subscriptions."""

from collections.abc import Iterator

from azure.mgmt.resource.subscriptions import SubscriptionClient
from setting import LOCATION, SUBSCRIPTION, TENANT, Command, credential, holds


def commands() -> Iterator[Command]:
    """Reads what the caller is in."""
    client = SubscriptionClient(credential())
    subscriptions = client.subscriptions
    yield "subscriptions.get", lambda: holds(subscriptions.get(SUBSCRIPTION).state, "Enabled")
    yield "subscriptions.list", lambda: holds([one.subscription_id for one in subscriptions.list()], [SUBSCRIPTION])
    yield (
        "subscriptions.list_locations",
        lambda: holds(LOCATION in [one.name for one in subscriptions.list_locations(SUBSCRIPTION)], True),
    )
    yield "tenants.list", lambda: holds([one.tenant_id for one in client.tenants.list()], [TENANT])
