"""Discovery: the addresses of a region's services, which azure-ai-ml asks for before it streams a job."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route


def discovery_routes() -> Sequence[BaseRoute]:
    """Returns the route ``/discovery``; it is public, as on Azure."""

    async def discovery(request: Request) -> Response:
        base = f"https://{request.url.hostname}"
        services = ("api", "catalog", "experimentation", "history", "pipelines", "modelmanagement")
        return JSONResponse(dict.fromkeys(services, base))

    return [Route("/discovery", discovery, methods=["GET"])]
