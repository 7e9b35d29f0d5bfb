"""An Entra-like token authority at login.microsoftonline.com: discovery, keys and the client credentials grant."""

from collections.abc import Awaitable, Callable, Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local_azure.entra.discovery import check_tenant, instance_discovery, keys, openid_configuration
from local_azure.entra.errors import SignInError
from local_azure.entra.token import token
from local_azure.identity import LOGIN_HOST
from local_azure.platform import Platform
from local_azure.service import Service


def _routes(platform: Platform) -> Sequence[BaseRoute]:
    def answering(handle: Callable[[Request, str], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            try:
                check_tenant(request.path_params["tenant"])
                return await handle(request, request.path_params["tenant"])
            except SignInError as error:
                return error.answer(platform.clock.now())

        return endpoint

    async def first_configuration(_: Request, tenant: str) -> Response:
        return JSONResponse(openid_configuration(tenant, second_version=False))

    async def second_configuration(_: Request, tenant: str) -> Response:
        return JSONResponse(openid_configuration(tenant, second_version=True))

    async def signing_keys(_request: Request, _tenant: str) -> Response:
        return keys(platform)

    async def issue(request: Request, tenant: str) -> Response:
        return await token(platform, request, tenant)

    return [
        Route("/common/discovery/instance", instance_discovery, methods=["GET"]),
        Route("/{tenant}/.well-known/openid-configuration", answering(first_configuration), methods=["GET"]),
        Route("/{tenant}/v2.0/.well-known/openid-configuration", answering(second_configuration), methods=["GET"]),
        Route("/{tenant}/discovery/keys", answering(signing_keys), methods=["GET"]),
        Route("/{tenant}/discovery/v2.0/keys", answering(signing_keys), methods=["GET"]),
        Route("/{tenant}/oauth2/token", answering(issue), methods=["POST"]),
        Route("/{tenant}/oauth2/v2.0/token", answering(issue), methods=["POST"]),
    ]


SERVICE = Service(name="entra", hosts=(LOGIN_HOST,), routes=_routes, body_limit=64 * 1024)
