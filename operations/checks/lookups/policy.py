"""Looks up which Azure Policy assignments would refuse a resource."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from infra.provider.arm import Arm
from operations.checks.facts import PolicyRefusal

API_VERSION: Final = "2023-03-01"  # azure-rest-api-specs, policyinsights, 2026-10
SENT: Final = ("type", "location", "name", "id", "kind", "tags", "tags.", "tags[")


def policy_refusals(arm: Arm, scope: str, resource: Mapping[str, Any]) -> tuple[PolicyRefusal, ...]:
    """Gives the policies that refuse the resource, and whether by what was sent or by members that weren't.

    Args:
        arm: Resource Manager.
        scope: The group, or the subscription where the group isn't yet.
        resource: type, apiVersion, location and tags; other members are absent for Azure.
    """
    content = {name: value for name, value in resource.items() if name != "apiVersion"}
    body = {"resourceDetails": {"resourceContent": content, "apiVersion": resource["apiVersion"]}}
    answer = arm.ask(f"{scope}/providers/Microsoft.PolicyInsights/checkPolicyRestrictions", API_VERSION, body)
    return tuple(_refusals(answer))


def _refusals(answer: Mapping[str, Any]) -> Iterator[PolicyRefusal]:
    # Only policies that deny are evaluated, unless the request says includeAuditEffect.
    for row in (answer.get("contentEvaluationResult") or {}).get("policyEvaluations") or ():
        if str(row.get("evaluationResult", "")).lower() != "noncompliant":
            continue
        compared = (row.get("evaluationDetails") or {}).get("evaluatedExpressions") or ()
        fields = tuple(str(each.get("path") or each.get("expression") or "") for each in compared)
        policy = str((row.get("policyInfo") or {}).get("policyAssignmentId", "an unnamed one"))
        yield PolicyRefusal(
            policy, tuple(dict.fromkeys(fields)), by_what_was_sent=bool(fields) and all(map(_sent, fields))
        )


def _sent(field: str) -> bool:
    return any(field.lower() == each or (each[-1] in ".[" and field.lower().startswith(each)) for each in SENT)
