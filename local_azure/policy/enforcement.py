"""Refuses writes that an assigned policy denies, and says which policies found what in a body."""

import json
from collections.abc import Iterator

from catalogue.resource_types import resource_types
from local_azure.behaviour import Write
from local_azure.errors import GATEWAY, AzureError
from local_azure.json_types import Json
from local_azure.management.paths import GROUP_TYPE
from local_azure.platform import Platform
from local_azure.policy.assigned import AssignedPolicy, policies_at
from local_azure.policy.evaluation import Context
from local_azure.policy.fields import Subject

Finding = tuple[AssignedPolicy, list[Json]]


class PolicyGuard:
    """Checks bodies against the policies that are assigned.

    Args:
        platform: The local Azure.
    """

    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    def admit(self, write: Write) -> None:
        """Returns when no policy denies a write.

        Raises:
            AzureError: 403 RequestDisallowedByPolicy.
        """
        subject = Subject(write.id, write.type, write.name, write.body)
        denying = [finding for finding in findings(self._platform, subject) if finding[0].is_enforced]
        if denying:
            raise _disallowed(subject, denying)


def findings(platform: Platform, subject: Subject) -> Iterator[Finding]:
    """Yields each policy whose condition holds for a resource, with the comparisons that decided so."""
    indexed = _is_indexed(subject.type)
    for policy in policies_at(platform.resources, subject.id):
        if not policy.is_about(subject.id, has_tags_and_location=indexed):
            continue
        context = Context(subject, policy.parameters, _group(platform, subject.id), platform.clock.now())
        if policy.finds(context):
            yield policy, context.details


def evaluation_details(details: list[Json]) -> Json:
    """Returns comparisons as Azure's answers list them."""
    return {"evaluatedExpressions": details}


def _is_indexed(resource_type: str) -> bool:
    row = resource_types().get(resource_type.lower())
    tracked = row is not None and row.location and not row.location_optional
    return tracked and resource_type.lower() != GROUP_TYPE.lower()


def _group(platform: Platform, resource_id: str) -> Json | None:
    segments = resource_id.split("/")
    if len(segments) < 5 or segments[3].lower() != "resourcegroups":
        return None
    group = platform.resources.get("/".join(segments[:5]))
    return None if group is None else {"id": group.id, "name": group.name, "type": group.type, **group.body}


def _disallowed(subject: Subject, denying: list[Finding]) -> AzureError:
    messages = [message for policy, _ in denying for message in _messages(policy)]
    identifiers = json.dumps([_identifiers(policy) for policy, _ in denying], separators=(",", ":"))
    why = (
        f"Reasons: {', '.join(repr(each) for each in messages)}. See error details for policy resource IDs."
        if messages
        else f"Policy identifiers: '{identifiers}'."
    )
    return AzureError(
        403,
        "RequestDisallowedByPolicy",
        f"Resource '{subject.name}' was disallowed by policy. {why}",
        target=subject.name,
        additional_info=[{"type": "PolicyViolation", "info": _violation(*finding)} for finding in denying],
        headers=GATEWAY,
    )


def _messages(policy: AssignedPolicy) -> list[str]:
    return [each["message"] for each in policy.assignment.get("nonComplianceMessages", ()) if each.get("message")]


def _identifiers(policy: AssignedPolicy) -> Json:
    definition = policy.definition
    return {
        "policyAssignment": {"name": policy.assignment.get("displayName") or policy.name, "id": policy.id},
        "policyDefinition": {"name": definition.properties.get("displayName") or definition.name, "id": definition.id},
    }


def _violation(policy: AssignedPolicy, details: list[Json]) -> Json:
    definition = policy.definition
    return {
        "evaluationDetails": evaluation_details(details),
        "policyDefinitionId": definition.id,
        "policyDefinitionName": definition.name,
        "policyDefinitionDisplayName": definition.properties.get("displayName", ""),
        "policyDefinitionVersion": definition.properties.get("version", "1.0.0"),
        "policyDefinitionEffect": policy.written_effect,
        "policyAssignmentId": policy.id,
        "policyAssignmentName": policy.name,
        "policyAssignmentDisplayName": policy.assignment.get("displayName", ""),
        "policyAssignmentScope": policy.assignment["scope"],
        "policyAssignmentParameters": policy.assignment.get("parameters", {}),
        "policyExemptionIds": [],
    }
