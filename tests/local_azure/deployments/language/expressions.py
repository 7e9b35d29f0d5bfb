"""Expressions evaluated at a place that tests know."""

from dataclasses import replace
from typing import Any

from local_azure.deployments.language.scope import Place, Scope
from local_azure.deployments.language.values import evaluated

SUBSCRIPTION = "11111111-0000-4000-8000-000000000001"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg"
PLACE = Place(
    scope=GROUP,
    subscription={"subscriptionId": SUBSCRIPTION, "tenantId": "tenant", "id": f"/subscriptions/{SUBSCRIPTION}"},
    tenant={"tenantId": "tenant"},
    environment={"name": "AzureCloud", "suffixes": {"storage": "core.windows.net"}},
    deployment={"name": "trial"},
    deployer={"objectId": "somebody"},
    group={"id": GROUP, "name": "rg", "location": "eastus2"},
)


def scope(**members: Any) -> Scope:  # noqa: ANN401 -- members of a scope
    """Returns a scope at that place."""
    return replace(Scope(PLACE), **members)


def value(expression: str, **members: Any) -> Any:  # noqa: ANN401 -- any JSON value
    """Returns the value of an expression, given without its brackets."""
    return evaluated(f"[{expression}]", scope(**members))
