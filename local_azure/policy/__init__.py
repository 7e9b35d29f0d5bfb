"""Azure Policy: definitions and assignments, writes that they deny, and what they would deny before it is tried."""

from collections.abc import Mapping, Sequence

from starlette.routing import BaseRoute

from local_azure.behaviour import Behaviour
from local_azure.guard import Guard
from local_azure.platform import Platform
from local_azure.service import Service


def _routes(platform: Platform) -> Sequence[BaseRoute]:
    from local_azure.policy.built_in_definitions import built_in_definition_routes
    from local_azure.policy.restrictions import restriction_routes

    return [*built_in_definition_routes(), *restriction_routes(platform)]


def _behaviours(platform: Platform) -> Mapping[str, Behaviour]:
    from local_azure.policy.assignments import assignment_behaviour
    from local_azure.policy.definitions import definition_behaviour

    return {
        "microsoft.authorization/policydefinitions": definition_behaviour(platform),
        "microsoft.authorization/policyassignments": assignment_behaviour(platform),
    }


def _guard(platform: Platform) -> Guard:
    from local_azure.policy.enforcement import PolicyGuard

    return Guard(admit=PolicyGuard(platform).admit)


SERVICE = Service(
    name="policy",
    management_routes=_routes,
    behaviours=_behaviours,
    guard=_guard,
    namespaces=("Microsoft.PolicyInsights",),
)
