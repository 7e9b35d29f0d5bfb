"""One assigned policy: its rule, parameters and effect together, and whether it is about a resource."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from local_azure.json_types import Json, JsonValue
from local_azure.policy.effects import Effect, effect
from local_azure.policy.evaluation import Context, holds, resolve
from local_azure.policy.fields import Subject
from local_azure.policy.parameters import values
from local_azure.policy.rule import Rule, parse_rule
from local_azure.resources import Resource, Resources
from local_azure.role_authorizer import scopes

ASSIGNMENTS = "/providers/Microsoft.Authorization/policyAssignments"


@dataclass(frozen=True)
class AssignedPolicy:
    """A policy as it holds at a scope.

    Attributes:
        id: The assignment's id.
        name: The assignment's name.
        assignment: The assignment's properties.
        definition: The definition.
        rule: What it looks for.
        parameters: The value of each parameter, by name in lower case.
        effect: What it does with what it finds.
        written_effect: The effect as its author or the assignment writes it, such as ``Deny``.
    """

    id: str
    name: str
    assignment: Json
    definition: Resource
    rule: Rule
    parameters: Mapping[str, JsonValue]
    effect: Effect
    written_effect: str

    @property
    def is_enforced(self) -> bool:
        """Whether it refuses, rather than tells what it would refuse."""
        return self.effect == "deny" and self.assignment.get("enforcementMode", "Default") == "Default"

    def is_about(self, resource_id: str, *, has_tags_and_location: bool) -> bool:
        """Returns whether it looks at a resource: not at what its notScopes hold, nor beyond what its mode says."""
        inside = f"{resource_id.lower()}/"
        spared = any(inside.startswith(f"{each.lower().rstrip('/')}/") for each in self.assignment.get("notScopes", ()))
        looks = has_tags_and_location or str(self.definition.properties.get("mode")).lower() == "all"
        return looks and not spared and self.effect != "disabled"

    def finds(self, context: Context) -> bool:
        """Returns whether the resource is one that it looks for; the context has the comparisons afterwards."""
        return holds(self.rule, context)


def assigned_policy(assignment_id: str, name: str, assignment: Json, definition: Resource) -> AssignedPolicy:
    """Returns an assignment with its definition.

    Raises:
        AzureError: 400 for parameters that don't fit, 501 for an effect that the local Azure lacks.
    """
    rule = definition.properties["policyRule"]
    parameters = values(definition.properties, assignment)
    written = _written_effect(rule["then"]["effect"], parameters)
    return AssignedPolicy(
        assignment_id, name, assignment, definition, parse_rule(rule["if"]), parameters, effect(written), written
    )


def policies_at(resources: Resources, resource_id: str) -> Iterator[AssignedPolicy]:
    """Yields the policies that are assigned at a resource's id or above it."""
    for level in scopes(resource_id):
        for assignment in resources.list(f"{level}{ASSIGNMENTS}"):
            definition = resources.get(assignment.properties["policyDefinitionId"])
            if definition is not None:
                yield assigned_policy(assignment.id, assignment.name, assignment.properties, definition)


def _written_effect(written: str, parameters: Mapping[str, JsonValue]) -> str:
    # An effect asks for parameters at most: there is no resource yet when an assignment is checked.
    return str(resolve(written, Context(Subject("", "", "", {}), parameters, None, datetime.min.replace(tzinfo=UTC))))
