"""What a deployment's expressions want to know of what is deployed, asked of ARM as the caller may."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from local_azure.deployments.arm import Arm, Caller
from local_azure.deployments.language.errors import ExpressionError
from local_azure.deployments.language.scope import Scope, UnknownYetError, Wanted
from local_azure.deployments.template.dependencies import Names
from local_azure.json_types import Json

MOST_ASKED = 500
"""How much one resource, or the outputs, may ask for; of our own."""

Value = TypeVar("Value")


async def with_knowledge(
    evaluate: Callable[[Scope], Value], scope: Scope, names: Names, arm: Arm, caller: Caller
) -> Value:
    """Returns what an evaluation gives, after asking for all that it wants to know.

    Args:
        evaluate: The evaluation; it is done again with each answer.
        scope: What it is done in.
        names: The template's resources by what expressions call them.
        arm: Is asked.
        caller: As whom.

    Raises:
        AzureError: ARM's refusal of a question.
        ExpressionError: Something has no value.
    """
    known: dict[Wanted, Any] = {}
    while True:
        try:
            return evaluate(replace(scope, known=known))
        except UnknownYetError as unknown:
            if len(known) >= MOST_ASKED:
                raise ExpressionError(f"The template asks for more than {MOST_ASKED} resources.") from unknown
            known[unknown.wanted] = await ask(unknown.wanted, names, arm, caller)


async def ask(wanted: Wanted, names: Names, arm: Arm, caller: Caller) -> Any:  # noqa: ANN401 -- any JSON value
    """Returns what an expression wants to know.

    Raises:
        AzureError: ARM's refusal.
        ExpressionError: It isn't clear what is meant.
    """
    planned = names.one(wanted.target)
    resource_id = planned.id if planned else wanted.target
    version = wanted.api_version or (planned.api_version if planned else "")
    if not resource_id.startswith("/"):
        raise ExpressionError(
            f"The resource '{wanted.target}' is not defined in the template. "
            "Please see https://aka.ms/arm-syntax for usage details."
        )
    if not version:
        raise ExpressionError(
            f"The resource '{wanted.target}' is referenced without an api-version and is not in the template."
        )
    if wanted.kind == "action":
        body: Json = json.loads(wanted.body)
        return (await arm.call(caller, "POST", f"{resource_id}/{wanted.action}", version, body or None)).body or {}
    found: Json = (await arm.call(caller, "GET", resource_id, version)).body or {}
    return _full(found, resource_id, version) if wanted.is_full else found.get("properties") or {}


def _full(found: Json, resource_id: str, version: str) -> Json:
    segments = resource_id.split("/")
    members = {name: value for name, value in found.items() if name not in ("id", "name", "type")}
    full: Json = {**members, "apiVersion": version, "resourceId": resource_id.partition("/providers/")[2]}
    if len(segments) > 2 and segments[1].lower() == "subscriptions":
        full["subscriptionId"] = segments[2]
    if len(segments) > 4 and segments[3].lower() == "resourcegroups":
        full["resourceGroupName"] = segments[4]
    return full
