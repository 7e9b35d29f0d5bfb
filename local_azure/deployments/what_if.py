"""What a deployment would change: each resource as it is compared with what the template says of it."""

from dataclasses import replace
from typing import Any

from local_azure.deployments.arm import Arm
from local_azure.deployments.complete_mode import others
from local_azure.deployments.differences import differences, merged
from local_azure.deployments.knowledge import ask
from local_azure.deployments.language.errors import ExpressionError, NotHereError
from local_azure.deployments.language.scope import Scope, UnknownYetError, Wanted
from local_azure.deployments.language.values import evaluated
from local_azure.deployments.refusals import not_here
from local_azure.deployments.submission import Submission
from local_azure.deployments.template.nesting import is_nested
from local_azure.deployments.template.resources import Planned
from local_azure.errors import AzureError
from local_azure.json_types import Json
from local_azure.platform import Platform

HIDDEN = "*******"


async def what_if(platform: Platform, arm: Arm, submitted: Submission) -> Json:
    """Returns the changes that a deployment would make, as ARM answers them.

    What a template leaves open isn't compared: what the service adds to a resource isn't shown as deleted.
    """
    secrets = [each.value for each in submitted.plan.parameters if each.is_secure and isinstance(each.value, str)]
    changes = [await _change(arm, submitted, one) for one in submitted.plan.resources]
    if submitted.deployment.scope.lower().count("/") > 2:
        kind = "Delete" if submitted.deployment.mode == "Complete" else "Ignore"
        for each in others(platform, submitted.deployment.scope, submitted.plan):
            before = {"id": each.id, "type": each.type, "name": each.name, "location": each.location}
            changes.append({"resourceId": each.id, "changeType": kind, "before": before})
    properties = {"correlationId": submitted.deployment.caller.correlation_id, "changes": _hidden(changes, secrets)}
    return {"status": "Succeeded", "properties": properties}


async def _change(arm: Arm, submitted: Submission, one: Planned) -> Json:
    if is_nested(one):
        return {"resourceId": one.id, "changeType": "Unsupported", "unsupportedReason": "A nested deployment."}
    try:
        wanted = await _as_far_as_known(arm, submitted, one)
    except NotHereError as error:
        raise not_here(str(error)) from error
    identity = {"id": one.id, "type": one.type, "name": one.name.rsplit("/", 1)[-1], "apiVersion": one.api_version}
    before = await _now(arm, submitted, one)
    if before is None:
        return {"resourceId": one.id, "changeType": "Create", "after": {**wanted, **identity}}
    found = differences(before, wanted)
    change: Json = {
        "resourceId": one.id,
        "changeType": "Modify" if found else "NoChange",
        "before": before,
        "after": merged(before, wanted),
    }
    return change | ({"delta": found} if found else {})


async def _now(arm: Arm, submitted: Submission, one: Planned) -> Json | None:
    try:
        found: Json | None = (await arm.call(submitted.deployment.caller, "GET", one.id, one.api_version)).body
    except AzureError as error:
        if error.status == 404:
            return None
        raise
    return found


async def _as_far_as_known(arm: Arm, submitted: Submission, one: Planned) -> Json:
    # An expression that asks for what isn't there yet stays as it is.
    known: dict[Wanted, Any] = {}
    unknowable: set[Wanted] = set()
    while True:
        asked: list[Wanted] = []
        made: Json = _partly(one.members, replace(one.scope, known=known), asked)
        left = [each for each in asked if each not in unknowable]
        if not left:
            return made
        for each in left:
            try:
                known[each] = await ask(each, submitted.plan.names, arm, submitted.deployment.caller)
            except (AzureError, ExpressionError):
                unknowable.add(each)


def _partly(value: Any, scope: Scope, asked: list[Wanted]) -> Any:  # noqa: ANN401 -- any JSON value
    if isinstance(value, dict) and "copy" not in value:
        return {name: _partly(each, scope, asked) for name, each in value.items()}
    if isinstance(value, list):
        return [_partly(each, scope, asked) for each in value]
    try:
        return evaluated(value, scope)
    except UnknownYetError as unknown:
        asked.append(unknown.wanted)
        return value
    except ExpressionError:
        return value


def _hidden(value: Any, secrets: list[str]) -> Any:  # noqa: ANN401 -- any JSON value
    if isinstance(value, dict):
        return {name: _hidden(each, secrets) for name, each in value.items()}
    if isinstance(value, list):
        return [_hidden(each, secrets) for each in value]
    if isinstance(value, str):
        for secret in filter(None, secrets):
            value = value.replace(secret, HIDDEN)
    return value
