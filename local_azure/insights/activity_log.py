"""The activity log: who did what to which resource, and when, read with the filter that Azure asks for."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local_azure.errors import bad_request
from local_azure.identity import SUBSCRIPTION_SCOPE
from local_azure.json_types import Json
from local_azure.management.activity import events
from local_azure.platform import Platform

_CLAUSE = re.compile(r"\s*(\w+)\s+(eq|ge|le)\s+'([^']*)'\s*", re.IGNORECASE)
_MEMBERS = {
    "resourcegroupname": lambda event: event["resourceGroupName"],
    "resourceuri": lambda event: event["resourceId"],
    "resourceprovider": lambda event: event["resourceProviderName"]["value"],
    "correlationid": lambda event: event["correlationId"],
}
"""What a filter may name besides the time (azure-rest-api-specs, Insights 2015-04-01, ActivityLogs_List)."""


def activity_log_routes(platform: Platform) -> Sequence[BaseRoute]:
    """Returns the route of the log."""

    async def listed(request: Request) -> Response:
        action = "Microsoft.Insights/eventtypes/values/Read"
        platform.authorizer.require(request.state.caller, action, SUBSCRIPTION_SCOPE)
        since, until, wanted = _asked(request.query_params.get("$filter", ""))
        found = [event for event in events(platform, since) if _fits(event, until, wanted)]
        return JSONResponse({"value": found})

    path = "/subscriptions/{subscription}/providers/Microsoft.Insights/eventtypes/management/values"
    return [Route(path, listed, methods=["GET"])]


def _asked(expression: str) -> tuple[datetime, datetime, Mapping[str, str]]:
    since, until, wanted = None, datetime.max.replace(tzinfo=UTC), {}
    for part in re.split(r"\s+and\s+", expression, flags=re.IGNORECASE) if expression else ():
        clause = _CLAUSE.fullmatch(part)
        name, operator, value = (clause[1].lower(), clause[2].lower(), clause[3]) if clause else ("", "", "")
        if (name, operator) == ("eventtimestamp", "ge"):
            since = _moment(value)
        elif (name, operator) == ("eventtimestamp", "le"):
            until = _moment(value)
        elif name in _MEMBERS and operator == "eq":
            wanted[name] = value.lower()
        else:
            raise _refused(f"the clause '{part.strip()}' isn't one that the activity log knows")
    if since is None:
        raise _refused("a start time is needed: eventTimestamp ge '...'")
    return since, until, wanted


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise _refused(f"'{text}' is no time") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _fits(event: Json, until: datetime, wanted: Mapping[str, str]) -> bool:
    if datetime.fromisoformat(event["eventTimestamp"]) > until:
        return False
    return all(str(_MEMBERS[name](event)).lower() == value for name, value in wanted.items())


def _refused(why: str) -> Exception:
    return bad_request(f"The filter of the activity log can't be used: {why}.", code="BadRequest", target="$filter")
