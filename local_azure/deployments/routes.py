"""The routes of Microsoft.Resources/deployments, in a resource group and at the subscription."""

from collections.abc import Awaitable, Callable, Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from local_azure.deployments import actions, reading, writing
from local_azure.deployments.target import Target, target_of
from local_azure.management.context import Management
from local_azure.platform import Platform

Handler = Callable[[Target], Awaitable[Response]]

_SUBSCRIPTION = "/subscriptions/{subscription}"
_GROUP = f"{_SUBSCRIPTION}/resourceGroups/{{group}}"
_PROVIDER = "/providers/Microsoft.Resources/deployments"


def deployment_routes(platform: Platform) -> Sequence[BaseRoute]:
    """Returns the routes of deployments."""

    def route(path: str, handler: Handler, *methods: str) -> Route:
        async def answer(request: Request) -> Response:
            management = platform.require("management", Management)
            return await handler(await target_of(platform, management, request))

        return Route(path, answer, methods=list(methods))

    found: list[BaseRoute] = []
    for scope in (_GROUP, _SUBSCRIPTION):
        base = f"{scope}{_PROVIDER}"
        one = f"{base}/{{deployment}}"
        found += [
            route(base, reading.list_all, "GET"),
            route(f"{base}/", reading.list_all, "GET"),
            route(f"{one}/operationStatuses/{{operation}}", reading.status, "GET"),
            route(f"{one}/whatIfOperationResults/{{operation}}", actions.what_if_result, "GET"),
            route(f"{one}/operations", reading.list_operations, "GET"),
            route(f"{one}/operations/{{operation}}", reading.operation, "GET"),
            route(f"{one}/validate", actions.validate, "POST"),
            route(f"{one}/whatIf", actions.what_if, "POST"),
            route(f"{one}/cancel", actions.cancel, "POST"),
            route(f"{one}/exportTemplate", actions.export_template, "POST"),
            route(one, writing.put, "PUT"),
            route(one, writing.delete, "DELETE"),
            route(one, reading.head, "HEAD"),  # before GET, which Starlette lets answer HEAD too
            route(one, reading.get, "GET"),
        ]
    found.append(
        Route("/providers/Microsoft.Resources/calculateTemplateHash", actions.calculate_hash, methods=["POST"])
    )
    # As clients up to 2025 ask in a resource group, without the provider.
    found.append(route(f"{_GROUP}/deployments/{{deployment}}/operations", reading.list_operations, "GET"))
    found.append(route(f"{_GROUP}/deployments/{{deployment}}/operations/{{operation}}", reading.operation, "GET"))
    return found
