"""Parameters of a template: what was given, or the default, held to type, allowed values and lengths."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from local_azure.deployments.language.errors import ExpressionError
from local_azure.deployments.language.functions.function import type_of
from local_azure.deployments.language.functions.logic import equal
from local_azure.deployments.language.scope import Scope
from local_azure.deployments.language.values import evaluated
from local_azure.deployments.refusals import invalid_template, not_here
from local_azure.deployments.template.reading import Template
from local_azure.json_types import Json

# What ARM calls each type, and the JSON type that a value of it has.
TYPES = {
    "array": ("Array", "Array"),
    "bool": ("Bool", "Boolean"),
    "int": ("Int", "Integer"),
    "object": ("Object", "Object"),
    "secureobject": ("SecureObject", "Object"),
    "securestring": ("SecureString", "String"),
    "string": ("String", "String"),
}


@dataclass(frozen=True)
class Parameter:
    """A parameter with its value.

    Attributes:
        name: As the template writes it.
        type: As ARM writes it, such as ``SecureString``.
        value: Its value.
    """

    name: str
    type: str
    value: Any

    @property
    def is_secure(self) -> bool:
        """Whether its value is never shown."""
        return self.type.startswith("Secure")

    def shown(self) -> Json:
        """Returns it as a deployment's answers have it."""
        return {"type": self.type} if self.is_secure else {"type": self.type, "value": self.value}


def bind(template: Template, given: Mapping[str, Any], scope: Scope) -> list[Parameter]:
    """Returns all parameters with their values.

    Args:
        template: The template.
        given: What the request gives, ``{"value": ...}`` by name.
        scope: Where default values are evaluated.

    Raises:
        AzureError: 400 InvalidTemplate: one is missing, unknown or not as declared.
    """
    names = {name.lower(): name for name in template.parameters}
    unknown = [name for name in given if name.lower() not in names]
    if unknown:
        raise invalid_template(
            f"The template parameters '{', '.join(unknown)}' in the parameters file are not valid; they are not "
            "present "
            "in the original template and can therefore not be provided at deployment time. The only supported "
            f"parameters for this template are '{', '.join(template.parameters)}'. "
            "Please see https://aka.ms/arm-pass-parameter-values for usage details"
        )
    # What is given as null counts as not given: azure-ai-ml 1.35.2 sends it for parameters that have a default.
    values = {names[name.lower()]: value for name, each in given.items() if (value := _given(name, each)) is not None}
    lookup = Lookup("parameter", lambda name: _default(template, name, within))
    within = replace(scope, parameters=lookup)
    for name, value in values.items():
        lookup.know(name, value)
    lookup.may_have(template.parameters)
    return [_checked(template, name, lookup) for name in template.parameters]


class Lookup:
    """Values by name, without regard to case, made when first asked for.

    Args:
        sort: ``parameter`` or ``variable``.
        make: Makes a value, given its name as declared.
    """

    def __init__(self, sort: str, make: Callable[[str], Any]) -> None:
        self._sort = sort
        self._make = make
        self._names: dict[str, str] = {}
        self._values: dict[str, Any] = {}
        self._making: set[str] = set()

    def may_have(self, names: Mapping[str, Any]) -> None:
        """Says which names are declared."""
        self._names = {name.lower(): name for name in names}

    def know(self, name: str, value: object) -> None:
        """Keeps the value of a name."""
        self._values[name.lower()] = value

    def __call__(self, name: str) -> Any:  # noqa: ANN401 -- any JSON value
        """Returns the value of a name.

        Raises:
            ExpressionError: It isn't declared, or its value needs itself.
        """
        key = name.lower()
        if key not in self._values:
            if key not in self._names:
                raise ExpressionError(
                    f"The template {self._sort} '{name}' is not found. "
                    f"Please see https://aka.ms/arm-syntax-{self._sort}s for usage details."
                )
            if key in self._making:
                raise ExpressionError(f"The template {self._sort} '{name}' has a circular reference to itself.")
            self._making.add(key)
            self._values[key] = self._make(self._names[key])
            self._making.discard(key)
        return self._values[key]


def _given(name: str, each: object) -> Any:  # noqa: ANN401 -- any JSON value
    if isinstance(each, dict) and "reference" in each:
        raise not_here(f"parameters read from a vault ('{name}')", "Give the parameter's value.")
    if not isinstance(each, dict) or "value" not in each:
        raise invalid_template(f"The template parameter '{name}' is given without 'value'")
    return each["value"]


def _default(template: Template, name: str, scope: Scope) -> Any:  # noqa: ANN401 -- any JSON value
    declared = _resolved(template, template.parameters[name])
    if "defaultValue" in declared:
        return evaluated(declared["defaultValue"], scope)
    if declared.get("nullable") is True:
        return None
    raise ExpressionError(
        f"The value for the template parameter '{name}' at line '1' and column '1' is not provided. "
        "Please see https://aka.ms/arm-create-parameter-file for usage details."
    )


def _checked(template: Template, name: str, lookup: Lookup) -> Parameter:
    declared = _resolved(template, template.parameters[name])
    wanted = str(declared.get("type", "")).lower()
    if wanted not in TYPES:
        raise invalid_template(f"The template parameter '{name}' has the type '{wanted}', which is none")
    try:
        value = lookup(name)
    except ExpressionError as error:
        raise invalid_template(str(error).rstrip("."), path=f"parameters.{name}") from error
    shown, expected = TYPES[wanted]
    if value is None and declared.get("nullable") is True:
        return Parameter(name, shown, None)
    if type_of(value) != expected:
        raise _not_valid(
            name,
            f"Template parameter JToken type is not valid. Expected '{expected}'. Actual '{type_of(value)}'. "
            "Please see "
            "https://aka.ms/resource-manager-parameter-files for usage details",
        )
    _check_allowed(name, declared, value)
    _check_bounds(name, declared, value)
    return Parameter(name, shown, value)


def _check_allowed(name: str, declared: Json, value: Any) -> None:  # noqa: ANN401 -- any JSON value
    allowed = declared.get("allowedValues")
    if allowed is None:
        return
    wanted = value if isinstance(value, list) and not any(equal(value, each) for each in allowed) else [value]
    for each in wanted:
        if not any(equal(each, one) or _same_text(each, one) for one in allowed):
            listed = ",".join(str(one) for one in allowed)
            raise _not_valid(name, f"The value '{each}' is not part of the allowed value(s): '{listed}'")


def _same_text(first: object, second: object) -> bool:
    return isinstance(first, str) and isinstance(second, str) and first.lower() == second.lower()


def _check_bounds(name: str, declared: Json, value: Any) -> None:  # noqa: ANN401 -- any JSON value
    is_number = isinstance(value, int)
    measured = value if is_number else len(value) if isinstance(value, str | list) else None
    if measured is None:
        return
    what = "value" if is_number else "Length of the value"
    least, most = (
        declared.get("minValue" if is_number else "minLength"),
        declared.get("maxValue" if is_number else "maxLength"),
    )
    if isinstance(least, int) and measured < least:
        raise _not_valid(name, f"{what} should be greater than or equal to '{least}'")
    if isinstance(most, int) and measured > most:
        raise _not_valid(name, f"{what} should be less than or equal to '{most}'")


def _resolved(template: Template, declared: Json) -> Json:
    # A type that is defined in the template: its own members, and those of the reference win.
    seen = 0
    while isinstance(reference := declared.get("$ref"), str) and seen < len(template.definitions) + 1:
        seen += 1
        target = template.definitions.get(reference.removeprefix("#/definitions/"))
        if not isinstance(target, dict):
            raise invalid_template(f"The type '{reference}' is not defined in the template")
        declared = {**target, **{name: each for name, each in declared.items() if name != "$ref"}}
    return declared


def _not_valid(name: str, reason: str) -> Exception:
    return invalid_template(f"The provided value for the template parameter '{name}' is not valid. {reason}")
