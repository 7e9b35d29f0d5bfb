"""Groups and their members, as Microsoft Graph keeps them (v1.0): who is in a group has its roles."""

import re
import uuid
from collections.abc import Awaitable, Callable, Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local_azure.graph.errors import GraphError
from local_azure.identity import DEPLOYER_OBJECT_ID
from local_azure.json_bodies import read_json
from local_azure.json_types import Json
from local_azure.platform import Platform
from local_azure.tokens import Caller, Principal

AUDIENCES = ("https://graph.microsoft.com",)
_NAMED = re.compile(r"displayName\s+eq\s+'((?:[^']|'')*)'", re.IGNORECASE)

Handler = Callable[[Platform, Request], Awaitable[Response]]


def group_routes(platform: Platform) -> Sequence[BaseRoute]:
    """Returns the routes of groups and their members (v1.0).

    Only the deployer has the permission Group.ReadWrite.All; a token of anybody else is refused.
    """

    def permitted(handle: Handler) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            caller = platform.tokens.verify(request, audiences=AUDIENCES)
            try:
                _check_permission(caller)
                return await handle(platform, request)
            except GraphError as error:
                return error.answer(platform.clock.now())

        return endpoint

    groups, one = "/v1.0/groups", "/v1.0/groups/{group}"
    routes: list[tuple[str, str, Handler]] = [
        ("POST", groups, _make_group),
        ("GET", groups, _list_groups),
        ("GET", one, _get_group),
        ("DELETE", one, _delete_group),
        ("GET", f"{one}/members", _list_members),
        ("POST", f"{one}/members/$ref", _add_member),
        ("DELETE", f"{one}/members/{{member}}/$ref", _remove_member),
    ]
    return [Route(path, permitted(handle), methods=[method]) for method, path, handle in routes]


def _check_permission(caller: Caller) -> None:
    if caller.object_id != DEPLOYER_OBJECT_ID:
        raise GraphError(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")


async def _make_group(platform: Platform, request: Request) -> Response:
    body = await _body(request)
    for member in ("displayName", "mailNickname", "mailEnabled", "securityEnabled"):
        if body.get(member) in (None, ""):
            message = f"A value is required for property '{member}' of resource 'Group'."
            raise GraphError(400, "Request_BadRequest", message)
    if body["mailEnabled"] or not body["securityEnabled"]:
        raise GraphError(501, "NotSupportedByLocalAzure", "The local Azure has security groups only.")
    group = Principal(str(uuid.uuid4()), "", str(body["displayName"]), kind="Group")
    platform.tokens.register(group)
    return JSONResponse(_group(group), 201)


async def _list_groups(platform: Platform, request: Request) -> Response:
    expression = request.query_params.get("$filter", "")
    named = _NAMED.fullmatch(expression)
    if expression and named is None:
        message = f"The filter '{expression}' isn't one of displayName eq '...'."
        raise GraphError(400, "Request_UnsupportedQuery", message)
    wanted = named.group(1).replace("''", "'").lower() if named else None
    found = [each for each in platform.tokens.principals("Group") if wanted in (None, each.name.lower())]
    return JSONResponse({"value": [_group(each) for each in found]})


async def _get_group(platform: Platform, request: Request) -> Response:
    return JSONResponse(_group(_found_group(platform, request)))


async def _delete_group(platform: Platform, request: Request) -> Response:
    platform.groups.delete(_found_group(platform, request).object_id)
    return Response(status_code=204)


async def _list_members(platform: Platform, request: Request) -> Response:
    members = platform.groups.members(_found_group(platform, request).object_id)
    return JSONResponse({"value": [_member(platform, each) for each in members]})


async def _add_member(platform: Platform, request: Request) -> Response:
    group = _found_group(platform, request)
    reference = str((await _body(request)).get("@odata.id", ""))
    member = platform.tokens.principal(reference.rstrip("/").rsplit("/", 1)[-1])
    if member is None:
        raise _missing(reference)
    if member.object_id in platform.groups.members(group.object_id):
        raise GraphError(
            400,
            "Request_BadRequest",
            "One or more added object references already exist for the following modified properties: 'members'.",
        )
    platform.groups.add(group.object_id, member.object_id)
    return Response(status_code=204)


async def _remove_member(platform: Platform, request: Request) -> Response:
    group, member = _found_group(platform, request), request.path_params["member"].lower()
    if member not in platform.groups.members(group.object_id):
        raise _missing(member)
    platform.groups.remove(group.object_id, member)
    return Response(status_code=204)


async def _body(request: Request) -> Json:
    try:
        body = read_json(await request.body())
    except ValueError as error:
        raise GraphError(400, "BadRequest", f"Unable to read JSON request payload: {error}.") from error
    if not isinstance(body, dict):
        raise GraphError(400, "BadRequest", "Unable to read JSON request payload: it is no object.")
    return body


def _found_group(platform: Platform, request: Request) -> Principal:
    asked = request.path_params["group"]
    group = platform.tokens.principal(asked)
    if group is None or group.kind != "Group":
        raise _missing(asked)
    return group


def _missing(asked: str) -> GraphError:
    return GraphError(
        404,
        "Request_ResourceNotFound",
        f"Resource '{asked}' does not exist or one of its queried reference-property objects are not present.",
    )


def _group(group: Principal) -> Json:
    return {
        "id": group.object_id,
        "displayName": group.name,
        "mailEnabled": False,
        "securityEnabled": True,
        "groupTypes": [],
    }


def _member(platform: Platform, object_id: str) -> Json:
    kinds = {"ServicePrincipal": "servicePrincipal", "User": "user", "Group": "group"}
    member = platform.tokens.principal(object_id)
    kind = kinds[member.kind] if member else "directoryObject"
    name = member.name if member else None
    return {"@odata.type": f"#microsoft.graph.{kind}", "id": object_id, "displayName": name}
