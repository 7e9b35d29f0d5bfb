"""POST of an action on a resource, such as listKeys."""

from starlette.responses import JSONResponse, Response

from local_azure.behaviour import Call
from local_azure.errors import not_supported
from local_azure.management.context import Asked, Management
from local_azure.management.find import require
from local_azure.management.kinds import Kind
from local_azure.management.paths import ResourcePath


async def act(management: Management, asked: Asked, path: ResourcePath, kind: Kind, action: str) -> Response:
    """Answers an action of a resource.

    Raises:
        AzureError: 404 when the resource isn't there, 501 when its type has no such action here.
    """
    resource = await require(management, asked, path, kind)
    found = kind.behaviour.actions.get(action.lower())
    if found is None:
        known = ", ".join(sorted(kind.behaviour.actions)) or "none"
        raise not_supported(f"the action '{action}' of {kind.row.type}", f"It has: {known}.")
    answer = await found(Call(resource, asked.body(), asked.caller, asked.query))
    return answer if isinstance(answer, Response) else JSONResponse(answer)
