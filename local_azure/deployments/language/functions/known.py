"""Functions that ask for what is deployed: reference, and list* for a resource's actions such as listKeys."""

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from local_azure.deployments.language.errors import ExpressionError
from local_azure.deployments.language.functions.function import Function, members, text
from local_azure.deployments.language.scope import Scope, UnknownYetError, Wanted


def listing(name: str) -> Function | None:
    """Returns the function of a resource's action, such as ``listKeys``; None for a name that doesn't begin so."""
    return Function(partial(_list, name), 2, 3) if name.lower().startswith("list") and "." not in name else None


def _reference(scope: Scope, arguments: list[Any]) -> Any:  # noqa: ANN401 -- any JSON value
    target, *rest = (text("reference", each) for each in arguments)
    full = rest[1] if len(rest) > 1 else ""
    if full and full.lower() != "full":
        raise ExpressionError(
            "Unable to evaluate template language function 'reference': its last argument is 'Full' or left out."
        )
    return _known("reference", scope, Wanted("reference", target, rest[0] if rest else "", is_full=bool(full)))


def _list(name: str, scope: Scope, arguments: list[Any]) -> Any:  # noqa: ANN401 -- any JSON value
    body = members(name, arguments[2]) if len(arguments) > 2 else {}
    target, api_version = text(name, arguments[0]), text(name, arguments[1])
    return _known(name, scope, Wanted("action", target, api_version, name, json.dumps(body, sort_keys=True)))


def _known(name: str, scope: Scope, wanted: Wanted) -> Any:  # noqa: ANN401 -- any JSON value
    if scope.known is None:
        raise ExpressionError(
            f"The template function '{name}' is not expected at this location. "
            "Please see https://aka.ms/arm-functions for usage details."
        )
    if wanted not in scope.known:
        raise UnknownYetError(wanted)
    return scope.known[wanted]


KNOWN: Mapping[str, Function] = {"reference": Function(_reference, 1, 3)}
