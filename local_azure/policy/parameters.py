"""The parameters of policies: what a definition declares, and whether an assignment's values fit."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from local_azure.errors import AzureError
from local_azure.json_types import Json, JsonValue
from local_azure.policy.errors import invalid_rule

_TYPES: Mapping[str, Callable[[JsonValue], bool]] = MappingProxyType(
    {
        "string": lambda value: isinstance(value, str),
        "datetime": lambda value: isinstance(value, str),
        "array": lambda value: isinstance(value, list),
        "object": lambda value: isinstance(value, dict),
        "boolean": lambda value: isinstance(value, bool),
        "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
        "float": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    }
)


def check_declarations(properties: Json) -> None:
    """Checks what a definition declares as its parameters.

    Raises:
        AzureError: 400 InvalidPolicyRule.
    """
    for name, declared in (properties.get("parameters") or {}).items():
        if not isinstance(declared, dict) or str(declared.get("type", "")).lower() not in _TYPES:
            raise invalid_rule(f"the parameter '{name}' needs one of the types {', '.join(_TYPES)}.")


def values(definition: Json, assigned: Json) -> dict[str, JsonValue]:
    """Returns the value of each parameter, by its name in lower case.

    Args:
        definition: The properties of the definition.
        assigned: The properties of the assignment.

    Raises:
        AzureError: 400 where one is missing, unknown, of another type or not allowed.
    """
    declared: Json = definition.get("parameters") or {}
    given = {name.lower(): each.get("value") for name, each in (assigned.get("parameters") or {}).items()}
    unknown = given.keys() - {name.lower() for name in declared}
    if unknown:
        raise AzureError(
            400,
            "UndefinedPolicyParameter",
            f"The policy assignment has the parameter(s) '{', '.join(sorted(unknown))}' that the policy definition "
            "doesn't declare.",
        )
    return {name.lower(): _value(name, each, given) for name, each in declared.items()}


def _value(name: str, declared: Json, given: Mapping[str, JsonValue]) -> JsonValue:
    value = given.get(name.lower(), declared.get("defaultValue"))
    if value is None:
        raise AzureError(
            400,
            "MissingPolicyParameter",
            f"The policy assignment is missing the parameter(s) '{name}' as defined in the policy definition.",
        )
    if not _TYPES[declared["type"].lower()](value):
        raise AzureError(
            400,
            "InvalidPolicyParameterType",
            f"The value of the policy parameter '{name}' must be of the type {declared['type']}.",
        )
    _check_allowed(name, declared.get("allowedValues"), value)
    return value


def _check_allowed(name: str, allowed: list[JsonValue] | None, value: JsonValue) -> None:
    wanted = value if isinstance(value, list) else [value]
    refused = [each for each in wanted if allowed is not None and each not in allowed]
    if refused:
        raise AzureError(
            400,
            "PolicyParameterValueNotAllowed",
            f"The value '{refused[0]}' is not allowed for policy parameter '{name}'. "
            f"The allowed values are '{', '.join(map(str, allowed or ()))}'.",
        )
