"""Deployments inside of templates: with their own parameters (inner scope), or with those of the outer one."""

from typing import Any

from local_azure.deployments.language.scope import Scope
from local_azure.deployments.language.values import evaluated
from local_azure.deployments.refusals import not_here
from local_azure.deployments.template.nesting import is_inner, is_nested
from local_azure.deployments.template.plan import Plan
from local_azure.deployments.template.resources import Planned
from local_azure.json_types import Json


def body_of(plan: Plan, planned: Planned, scope: Scope) -> Json:
    """Returns the body that a resource of a template is written with.

    A nested template isn't evaluated here but as a deployment of its own; in outer scope it is given the outer
    template's parameters and variables first, since that is what its expressions mean.

    Raises:
        AzureError: 501 for an outer scope that the local Azure can't tell.
        ExpressionError: An expression has no value.
        UnknownYetError: An expression asks for something that isn't known yet.
    """
    if not is_nested(planned):
        made: Json = evaluated(planned.members, scope)
        return made
    properties = dict(planned.members["properties"])
    template = properties.pop("template", None)
    properties.pop("expressionEvaluationOptions", None)
    own = {name: value for name, value in planned.members.items() if name != "properties"}
    body: Json = {**evaluated(own, scope), "properties": evaluated(properties, scope)}
    if not isinstance(template, dict) or is_inner(planned):
        body["properties"] |= {} if template is None else {"template": template}
        return body
    _check_outer(plan, planned)
    body["properties"] |= {"template": _in_outer_scope(plan, template), "parameters": _values(plan)}
    return body


def _check_outer(plan: Plan, planned: Planned) -> None:
    if planned.scope.copies:
        raise not_here("a nested template in outer scope inside of a copy loop", "Give it inner scope and parameters.")
    if planned.id.lower().partition("/providers/")[0] != plan.scope.place.scope.lower():
        raise not_here("a nested template in outer scope for another scope", "Give it inner scope and parameters.")


def _in_outer_scope(plan: Plan, template: Json) -> Json:
    kept = {name: value for name, value in template.items() if name.lower() not in ("parameters", "variables")}
    declared = {name: _declaration(each) for name, each in plan.template.parameters.items()}
    return {
        **kept,
        "parameters": declared,
        "variables": dict(plan.template.variables),
        "definitions": dict(plan.template.definitions),
    }


def _declaration(declared: Json) -> Json:
    # The value is given; the default, which may be a new GUID, isn't asked for again.
    return {name: value for name, value in declared.items() if name != "defaultValue"}


def _values(plan: Plan) -> Json:
    values: dict[str, Any] = {each.name: {"value": each.value} for each in plan.parameters}
    return values
