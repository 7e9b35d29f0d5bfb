"""Members of a body that may not change once set, and members that an update keeps though it doesn't mention them."""

from typing import Any

from local_azure.behaviour import Write
from local_azure.errors import conflict
from local_azure.json_types import Json
from local_azure.management.kinds import Kind


def check_immutable(kind: Kind, write: Write) -> None:
    """Checks that no member which is fixed at creation changes.

    Raises:
        AzureError: 409 PropertyChangeNotAllowed.
    """
    if write.existing is None:
        return
    for member in kind.row.immutable.members:
        if member == "location":
            continue  # has checks and codes of its own
        sent, stored = _value(write.body, member), _value(write.existing.body, member)
        if sent is not None and stored is not None and _comparable(sent) != _comparable(stored):
            raise conflict(
                f"Changing property '{member}' is not allowed.", code="PropertyChangeNotAllowed", target=member
            )


def with_kept_members(kind: Kind, write: Write) -> Json:
    """Returns the body with those members of the stored one that other resources maintain and this write leaves out."""
    body = write.body
    for member in kind.row.kept_members:
        stored = _value(write.existing.body, member) if write.existing else None
        if stored is not None and _value(body, member) is None:
            body = _with(body, member.split("."), stored)
    return body


def _value(body: Json, member: str) -> Any:  # noqa: ANN401 -- a member of a JSON document
    value: Any = body
    for name in member.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _with(body: Json, names: list[str], value: Any) -> Json:  # noqa: ANN401 -- a member of a JSON document
    name, *rest = names
    inner = body.get(name)
    return {**body, name: _with(inner if isinstance(inner, dict) else {}, rest, value) if rest else value}


def _comparable(value: Any) -> Any:  # noqa: ANN401 -- a member of a JSON document
    return value.lower() if isinstance(value, str) else value
