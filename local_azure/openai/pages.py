"""Lists in pages, as OpenAI's API has them: ``limit`` items after the one that ``after`` names."""

from collections.abc import Sequence

from starlette.requests import Request

from local_azure.json_types import Json
from local_azure.openai.operations import invalid

_MOST = 100
_USUAL = 20


def page(request: Request, items: Sequence[Json], *, most: int = _MOST, usual: int = _USUAL) -> Json:
    """Returns one page of a list, with whether there is more.

    Raises:
        AzureError: 400 for a ``limit`` out of range or an ``after`` that isn't in the list.
    """
    text = request.query_params.get("limit") or str(usual)
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise invalid(f"'{text}' is no limit from 1 to {most}.", "limit")
    after = request.query_params.get("after")
    names = [str(item["id"]) for item in items]
    if after and after not in names:
        raise invalid(f"There is no item '{after}' to go on after.", "after")
    start = names.index(after) + 1 if after else 0
    shown = list(items[start : start + int(text)])
    ends = {"first_id": shown[0]["id"], "last_id": shown[-1]["id"]} if shown else {"first_id": None, "last_id": None}
    return {"object": "list", "data": shown, **ends, "has_more": start + len(shown) < len(items)}
