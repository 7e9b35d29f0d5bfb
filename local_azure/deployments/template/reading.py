"""A template's sections, held to ARM's shape and limits."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from local_azure.deployments.refusals import invalid_template, not_here
from local_azure.json_types import Json

# azure-docs ARM template best practices, template limits, as of 2026-10.
MOST_PARAMETERS = 256
MOST_VARIABLES = 256
MOST_RESOURCES = 800
MOST_OUTPUTS = 64

SECTIONS = {
    "$schema",
    "apiprofile",
    "contentversion",
    "definitions",
    "functions",
    "languageversion",
    "metadata",
    "outputs",
    "parameters",
    "resources",
    "variables",
}


@dataclass(frozen=True)
class Declared:
    """A resource as it stands in a template.

    Attributes:
        members: Its members, expressions and all.
        symbol: Its symbolic name; empty in language version 1.
    """

    members: Json
    symbol: str = ""


@dataclass(frozen=True)
class Template:
    """A template.

    Attributes:
        parameters: The declaration of each parameter.
        variables: Each variable, as it stands there.
        resources: The resources.
        outputs: The declaration of each output.
        definitions: Types that parameters refer to.
        schema: Its ``$schema``.
    """

    parameters: Mapping[str, Json]
    variables: Mapping[str, Any]
    resources: tuple[Declared, ...]
    outputs: Mapping[str, Json]
    definitions: Mapping[str, Json]
    schema: str


def read_template(document: Any) -> Template:  # noqa: ANN401 -- what a client sent
    """Returns a template.

    Raises:
        AzureError: 400 InvalidTemplate when it isn't one or is beyond a limit; 501 for user-defined functions.
    """
    if not isinstance(document, dict):
        raise invalid_template("The template is not a JSON object")
    sections = {name.lower(): value for name, value in document.items()}
    for name in document:
        if name.lower() not in SECTIONS:
            raise invalid_template(f"Could not find member '{name}' on object of type 'Template'", path=name)
    for needed in ("$schema", "contentVersion", "resources"):
        if sections.get(needed.lower()) is None:
            raise invalid_template(f"Required property '{needed}' not found in JSON", path=needed)
    if sections.get("functions"):
        raise not_here("user-defined functions")
    return Template(
        parameters=_objects(sections, "parameters", MOST_PARAMETERS),
        variables=_limited("variables", _object(sections, "variables"), MOST_VARIABLES),
        resources=_resources(sections["resources"]),
        outputs=_objects(sections, "outputs", MOST_OUTPUTS),
        definitions=_object(sections, "definitions"),
        schema=str(sections["$schema"]),
    )


def _resources(value: object) -> tuple[Declared, ...]:
    if isinstance(value, dict):
        found = [Declared(_member(each, name), name) for name, each in value.items()]
    elif isinstance(value, list):
        found = [Declared(_member(each, str(at))) for at, each in enumerate(value)]
    else:
        raise invalid_template("The template's resources are neither an array nor an object", path="resources")
    _limited("resources", dict(enumerate(found)), MOST_RESOURCES)
    return tuple(found)


def _objects(sections: Json, name: str, most: int) -> Mapping[str, Json]:
    found = _limited(name, _object(sections, name), most)
    return {each: _member(value, each, name) for each, value in found.items()}


def _object(sections: Json, name: str) -> Json:
    value = sections.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise invalid_template(f"The template's {name} are no object", path=name)
    return value


def _member(value: object, name: str, section: str = "resources") -> Json:
    if not isinstance(value, dict):
        raise invalid_template(f"The template's {section} have '{name}', which is no object", path=f"{section}.{name}")
    return value


def _limited(name: str, found: Mapping[Any, Any], most: int) -> Mapping[Any, Any]:
    if len(found) > most:
        raise invalid_template(
            f"The number of template {name} limit exceeded. Limit: {most} and actual: {len(found)}. "
            "Please see https://aka.ms/arm-syntax for usage details",
            path=name,
        )
    return found
