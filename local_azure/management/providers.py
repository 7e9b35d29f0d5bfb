"""Resource providers of the subscription: list, get, register, unregister."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from catalogue.api_versions import versions_of
from local_azure.errors import AzureError, conflict
from local_azure.identity import SUBSCRIPTION_SCOPE
from local_azure.json_types import Json
from local_azure.management.context import Management
from local_azure.management.provider_states import ALWAYS, register, registration, unregister
from local_azure.management.regions import REGIONS


def provider_routes(management: Management) -> Sequence[BaseRoute]:
    """Returns the routes below ``/subscriptions/{id}/providers`` that aren't resources."""
    base = "/subscriptions/{subscription}/providers"

    async def list_providers(request: Request) -> Response:
        _require(management, request, "Microsoft.Resources/subscriptions/providers/read")
        return JSONResponse({"value": [_provider(management, each) for each in management.kinds.namespaces]})

    async def get_provider(request: Request) -> Response:
        _require(management, request, "Microsoft.Resources/subscriptions/providers/read")
        return JSONResponse(_provider(management, _known(management, request.path_params["namespace"])))

    async def register_provider(request: Request) -> Response:
        namespace = _known(management, request.path_params["namespace"])
        _require(management, request, f"{namespace}/register/action")
        before = registration(management, namespace)
        register(management, namespace)
        state = "Registered" if before == "Registered" else "Registering"
        return JSONResponse(_provider(management, namespace) | {"registrationState": state})

    async def unregister_provider(request: Request) -> Response:
        namespace = _known(management, request.path_params["namespace"])
        _require(management, request, f"{namespace}/unregister/action")
        _refuse_unregister(management, namespace)
        unregister(management, namespace)
        return JSONResponse(_provider(management, namespace))

    return [
        Route(base, list_providers, methods=["GET"]),
        Route(f"{base}/{{namespace}}", get_provider, methods=["GET"]),
        Route(f"{base}/{{namespace}}/register", register_provider, methods=["POST"]),
        Route(f"{base}/{{namespace}}/unregister", unregister_provider, methods=["POST"]),
    ]


def _require(management: Management, request: Request, action: str) -> None:
    management.platform.authorizer.require(request.state.caller, action, SUBSCRIPTION_SCOPE)


def _known(management: Management, namespace: str) -> str:
    for each in management.kinds.namespaces:
        if each.lower() == namespace.lower():
            return each
    raise AzureError(404, "InvalidResourceNamespace", f"The resource namespace '{namespace}' is invalid.")


def _refuse_unregister(management: Management, namespace: str) -> None:
    resources = management.platform.resources.list("")
    used = [resource.id for resource in resources if resource.type.lower().startswith(namespace.lower() + "/")]
    if used or namespace.lower() in ALWAYS:
        raise conflict(
            f"The subscription registration of '{namespace}' cannot be removed: it is always registered, or resources "
            f"of it exist: {', '.join(used[:3])}. Delete them first.",
            code="CannotUnregisterNamespace",
        )


def _provider(management: Management, namespace: str) -> Json:
    types = [
        {
            "resourceType": row.type.split("/", 1)[1],
            "locations": list(REGIONS.values()) if row.location else [],
            "apiVersions": list(versions_of(row.type)),
            "defaultApiVersion": row.api_version,
            "capabilities": "SupportsTags, SupportsLocation" if row.location else "None",
        }
        for row in management.kinds.rows(namespace)
    ]
    return {
        "id": f"{SUBSCRIPTION_SCOPE}/providers/{namespace}",
        "namespace": namespace,
        "registrationState": registration(management, namespace),
        "registrationPolicy": "RegistrationFree" if namespace.lower() in ALWAYS else "RegistrationRequired",
        "resourceTypes": types,
    }
