"""Functions that tell of the deployment itself: parameters, variables, where it goes, copies, time and new GUIDs."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from local_azure.deployments.language.errors import ExpressionError
from local_azure.deployments.language.functions.function import Function, text, whole
from local_azure.deployments.language.scope import Scope

# The formats of .NET that templates use, by Python's; others are refused.
_FORMS = {
    "d": "%m/%d/%Y",
    "o": "%Y-%m-%dT%H:%M:%S.%f0Z",
    "s": "%Y-%m-%dT%H:%M:%S",
    "u": "%Y-%m-%d %H:%M:%SZ",
}
_PARTS = {"yyyy": "%Y", "yy": "%y", "MM": "%m", "dd": "%d", "HH": "%H", "mm": "%M", "ss": "%S", "T": "T", "Z": "Z"}
_RUN = re.compile(r"([A-Za-z])\1*")


def _parameters(scope: Scope, arguments: list[Any]) -> Any:  # noqa: ANN401 -- any JSON value
    return scope.parameters(text("parameters", arguments[0]))


def _variables(scope: Scope, arguments: list[Any]) -> Any:  # noqa: ANN401 -- any JSON value
    return scope.variables(text("variables", arguments[0]))


def _resource_group(scope: Scope, _: list[Any]) -> Mapping[str, Any]:
    if scope.place.group is None:
        raise ExpressionError(
            "The template function 'RESOURCEGROUP' is not expected at this location: a deployment at a "
            "subscription has "
            "no resource group. Please see https://aka.ms/arm-functions for usage details."
        )
    return scope.place.group


def _copy_index(scope: Scope, arguments: list[Any]) -> int:
    name = arguments[0].lower() if arguments and isinstance(arguments[0], str) else ""
    offset = whole("copyIndex", arguments[-1]) if arguments and not isinstance(arguments[-1], str) else 0
    if name not in scope.copies:
        raise ExpressionError(
            "The template function 'copyIndex' is not expected at this location. The function can only be used in a "
            "resource with copy specified. Please see https://aka.ms/arm-copy for usage details."
        )
    return scope.copies[name] + offset


def _utc_now(scope: Scope, arguments: list[Any]) -> str:
    if scope.now is None:
        raise _only_as_default("utcNow")
    return _written(scope.now.astimezone(UTC), text("utcNow", arguments[0]) if arguments else "yyyyMMddTHHmmssZ")


def _written(moment: datetime, form: str) -> str:
    if form in _FORMS:
        return moment.strftime(_FORMS[form])
    if "%" in form or any(run[0] not in _PARTS for run in _RUN.finditer(form)):
        raise ExpressionError(f"The format '{form}' of the template function 'utcNow' isn't understood.")
    return moment.strftime(_RUN.sub(lambda run: _PARTS[run[0]], form))


def _new_guid(scope: Scope, _: list[Any]) -> str:
    if scope.new_guid is None:
        raise _only_as_default("newGuid")
    return scope.new_guid()


def _only_as_default(name: str) -> ExpressionError:
    return ExpressionError(
        f"The template function '{name}' is not expected at this location. The function can only be used in the "
        "defaultValue of parameters. Please see https://aka.ms/arm-functions for usage details."
    )


DEPLOYMENT: Mapping[str, Function] = {
    "copyindex": Function(_copy_index, 0, 2),
    "deployer": Function(lambda scope, _: scope.place.deployer, 0, 0),
    "deployment": Function(lambda scope, _: scope.place.deployment, 0, 0),
    "environment": Function(lambda scope, _: scope.place.environment, 0, 0),
    "newguid": Function(_new_guid, 0, 0),
    "parameters": Function(_parameters, 1, 1),
    "resourcegroup": Function(_resource_group, 0, 0),
    "subscription": Function(lambda scope, _: scope.place.subscription, 0, 0),
    "tenant": Function(lambda scope, _: scope.place.tenant, 0, 0),
    "utcnow": Function(_utc_now, 0, 1),
    "variables": Function(_variables, 1, 1),
}
