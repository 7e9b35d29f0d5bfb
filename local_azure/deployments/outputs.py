"""The outputs of a deployment, evaluated when all is there; secure ones are never shown."""

from dataclasses import replace
from functools import partial
from typing import Any

from local_azure.deployments.arm import Arm, Caller
from local_azure.deployments.knowledge import with_knowledge
from local_azure.deployments.language.errors import ExpressionError, NotHereError
from local_azure.deployments.language.functions.function import type_of
from local_azure.deployments.language.scope import Scope
from local_azure.deployments.language.values import count_of, evaluated, in_copy
from local_azure.deployments.refusals import not_here
from local_azure.deployments.template.parameters import TYPES
from local_azure.deployments.template.plan import Plan
from local_azure.errors import AzureError
from local_azure.json_types import Json


async def evaluate_outputs(plan: Plan, arm: Arm, caller: Caller) -> Json:
    """Returns type and value of each output whose condition holds.

    Raises:
        AzureError: DeploymentOutputEvaluationFailed, with each output that has no value.
    """
    made: Json = {}
    failed: list[Json] = []
    for name, declared in plan.outputs.items():
        try:
            output = await with_knowledge(partial(_output, name, declared), plan.scope, plan.names, arm, caller)
        except NotHereError as error:
            raise not_here(str(error)) from error
        except (ExpressionError, AzureError, RecursionError) as error:
            reason = error.message if isinstance(error, AzureError) else str(error)
            failed.append(_invalid(name, reason))
            continue
        if output is not None:
            made[name] = output
    if failed:
        raise _failed(failed)
    return made


def _output(name: str, declared: Json, scope: Scope) -> Json | None:
    if evaluated(declared.get("condition", True), scope) is not True:
        return None
    wanted = str(declared.get("type", "")).lower()
    if wanted not in TYPES:
        raise ExpressionError(f"The template output '{name}' has the type '{wanted}', which is none.")
    shown, expected = TYPES[wanted]
    copy: Any = declared.get("copy")
    value: Any
    if isinstance(copy, dict):
        count = count_of(copy.get("count"), scope, name)
        value = [evaluated(copy.get("input"), _iteration(scope, name, index)) for index in range(count)]
    else:
        value = evaluated(declared.get("value"), scope)
    if value is None and declared.get("nullable") is True:
        return {"type": shown, "value": None}
    if type_of(value) != expected:
        raise ExpressionError(
            f"The template output '{name}' is not valid: Template output JToken type is not valid. "
            f"Expected '{expected}'. Actual '{type_of(value)}'."
        )
    return {"type": shown} if shown.startswith("Secure") else {"type": shown, "value": value}


def _iteration(scope: Scope, name: str, index: int) -> Scope:
    inside = in_copy(scope, name, index)
    return replace(inside, copies={**inside.copies, "": index})


def _invalid(name: str, reason: str) -> Json:
    return {"code": "DeploymentOutputEvaluationFailed", "target": name, "message": reason}


def _failed(details: list[Json]) -> AzureError:
    names = ",".join(str(each["target"]) for each in details)
    return AzureError(
        400,
        "DeploymentOutputEvaluationFailed",
        f"Unable to evaluate template outputs: '{names}'. Please see error details and deployment operations. "
        "Please see https://aka.ms/arm-common-errors for usage details.",
        details=details,
    )
