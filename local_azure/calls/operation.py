"""An operation of Azure as it is declared here, and those that lie behind a route for every path."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from starlette.requests import Request

_PARAMETER = re.compile(r"\{[^}]*\}")
_GROUPS = re.compile("/resourcegroups/", re.IGNORECASE)


@dataclass(frozen=True, order=True)
class Operation:
    """An operation.

    Attributes:
        service: The folder of the local Azure that serves it.
        method: Its HTTP method.
        name: Its path with ``{}`` for each parameter, or Azure's own name for it, such as ``Put Block``.
    """

    service: str
    method: str
    name: str


@dataclass(frozen=True)
class NamedOperations:
    """What lies behind a service's route for every path.

    Attributes:
        all: Method and name of each operation.
        of: Method and name of the operation that a request asks for; None where it asks for none.
    """

    all: Sequence[tuple[str, str]]
    of: Callable[[Request], tuple[str, str] | None]


def declared_name(path: str) -> str:
    """Returns a declared path with ``{}`` for each parameter, whatever it is called, and groups in their usual case."""
    return _GROUPS.sub("/resourceGroups/", _PARAMETER.sub("{}", path).rstrip("/"))
