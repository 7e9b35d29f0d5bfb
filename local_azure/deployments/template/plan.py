"""A template made out: its parameters bound, its resources expanded and in order, its outputs still to be evaluated."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from local_azure.deployments.language.errors import ExpressionError, NotHereError
from local_azure.deployments.language.scope import Place, Scope
from local_azure.deployments.refusals import invalid_template, not_here
from local_azure.deployments.template.dependencies import Dependencies, Names, dependencies
from local_azure.deployments.template.parameters import Parameter, bind
from local_azure.deployments.template.reading import Template, read_template
from local_azure.deployments.template.resources import Planned, expand
from local_azure.deployments.template.variables import with_variables
from local_azure.json_types import Json


@dataclass(frozen=True)
class Plan:
    """What a deployment does.

    Attributes:
        template: The template.
        parameters: Its parameters with their values.
        resources: What is written, in the template's order; those that exist already aren't among them.
        waits: Which wait for which.
        names: Finds the resources by what expressions call them, those that exist already too.
        scope: What outputs are evaluated in.
    """

    template: Template
    parameters: list[Parameter]
    resources: list[Planned]
    waits: Dependencies
    names: Names
    scope: Scope

    @property
    def outputs(self) -> Mapping[str, Json]:
        """The outputs as the template declares them."""
        return self.template.outputs


def make_plan(
    document: Any,  # noqa: ANN401 -- what a client sent
    given: Mapping[str, Any],
    place: Place,
    now: datetime,
    new_guid: Callable[[], str],
) -> Plan:
    """Returns what a template does at a place; nothing of what is deployed is asked for.

    Args:
        document: The template.
        given: The request's parameters, ``{"value": ...}`` by name.
        place: Where it is deployed.
        now: What ``utcNow`` tells.
        new_guid: What ``newGuid`` gives.

    Raises:
        AzureError: 400 InvalidTemplate, or 501 for what the local Azure lacks.
    """
    try:
        return _plan(document, given, place, now, new_guid)
    except ExpressionError as error:
        raise invalid_template(str(error).rstrip(".")) from error
    except NotHereError as error:
        raise not_here(str(error)) from error
    except RecursionError as error:
        raise invalid_template("The template's expressions are nested too deep") from error


def _plan(
    document: Any,  # noqa: ANN401 -- what a client sent
    given: Mapping[str, Any],
    place: Place,
    now: datetime,
    new_guid: Callable[[], str],
) -> Plan:
    template = read_template(document)
    defaults = Scope(place, now=now, new_guid=new_guid)
    parameters = bind(template, given, defaults)
    values = {each.name.lower(): each.value for each in parameters}
    scope = with_variables(template.variables, replace(defaults, now=None, new_guid=None, parameters=_lookup(values)))
    resources = expand(template.resources, scope)
    names = Names(resources)
    written = [one for one in resources if one.is_written]
    return Plan(template, parameters, written, dependencies(written, names), names, scope)


def _lookup(values: Mapping[str, Any]) -> Callable[[str], Any]:
    def value(name: str) -> Any:  # noqa: ANN401 -- any JSON value
        if name.lower() not in values:
            raise ExpressionError(
                f"The template parameter '{name}' is not found. "
                "Please see https://aka.ms/arm-syntax-parameters for usage details."
            )
        return values[name.lower()]

    return value
