"""Role assignments, role definitions, what a caller may do, at any scope; the deployer is the subscription's Owner."""

from collections.abc import Mapping, Sequence

from starlette.routing import BaseRoute

from local_azure.behaviour import Behaviour
from local_azure.platform import Platform
from local_azure.service import Service


def _routes(platform: Platform) -> Sequence[BaseRoute]:
    from local_azure.authorization.assignment_lists import assignment_list_routes
    from local_azure.authorization.permissions import permission_routes
    from local_azure.authorization.role_definition_routes import role_definition_routes

    return [
        *assignment_list_routes(platform),
        *role_definition_routes(platform),
        *permission_routes(platform),
    ]


def _behaviours(platform: Platform) -> Mapping[str, Behaviour]:
    from local_azure.authorization.role_assignments import role_assignment_behaviour

    return {"microsoft.authorization/roleassignments": role_assignment_behaviour(platform)}


async def _start(platform: Platform) -> None:
    from local_azure.authorization.role_assignments import make_deployer_owner

    make_deployer_owner(platform)


SERVICE = Service(name="authorization", management_routes=_routes, behaviours=_behaviours, start=_start)
