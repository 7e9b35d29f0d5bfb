"""What policies would do with a resource that isn't written yet: checkPolicyRestrictions, asked before a deployment."""

from collections.abc import Iterator, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local_azure.errors import AzureError, invalid_request_content, not_supported
from local_azure.json_types import Json, JsonValue
from local_azure.management.context import Management, asked
from local_azure.management.provider_states import require_registered
from local_azure.management.regions import region
from local_azure.platform import Platform
from local_azure.policy.assigned import AssignedPolicy
from local_azure.policy.enforcement import evaluation_details, findings
from local_azure.policy.fields import Subject, body_path, is_alias_of, steps

ACTION = "Microsoft.PolicyInsights/checkPolicyRestrictions/read"


def restriction_routes(platform: Platform) -> Sequence[BaseRoute]:
    """Returns the route at a subscription and at a resource group (Microsoft.PolicyInsights 2023-03-01)."""

    async def check(request: Request) -> Response:
        scope = f"/subscriptions/{request.path_params['subscription']}"
        if "group" in request.path_params:
            scope += f"/resourceGroups/{request.path_params['group']}"
        platform.authorizer.require(request.state.caller, ACTION, scope)
        require_registered(platform.require("management", Management), ACTION)
        sent = _sent((await asked(request)).body())
        return JSONResponse(_answer(platform, scope, sent))

    base, action = "/subscriptions/{subscription}", "/providers/Microsoft.PolicyInsights/checkPolicyRestrictions"
    return [
        Route(f"{base}{action}", check, methods=["POST"]),
        Route(f"{base}/resourceGroups/{{group}}{action}", check, methods=["POST"]),
    ]


class _Model(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _Details(_Model):
    content: Json = Field(alias="resourceContent")
    scope: str = ""


class _Pending(_Model):
    field: str
    values: list[str] = []


class _Sent(_Model):
    details: _Details = Field(alias="resourceDetails")
    pending: list[_Pending] = Field(default=[], alias="pendingFields")
    include_audit: bool = Field(default=False, alias="includeAuditEffect")


def _sent(body: Json) -> _Sent:
    try:
        sent = _Sent.model_validate(body)
    except ValidationError as error:
        [first, *_] = error.errors()
        raise invalid_request_content(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    if not sent.details.content.get("type"):
        raise AzureError(400, "InvalidCheckRestrictionsRequest", "resourceDetails.resourceContent has no 'type'.")
    if any(not steps(each.field) for each in sent.pending):
        raise AzureError(400, "InvalidCheckRestrictionsRequest", "A pending field has no name.")
    if any(not each.values for each in sent.pending):
        raise not_supported("pendingFields without values", "Send the values that are to be checked.")
    return sent


def _answer(platform: Platform, scope: str, sent: _Sent) -> Json:
    found = list(_found(platform, scope, sent, sent.details.content))
    decided = {policy.id for policy, _ in found}
    restricted = [_restriction(platform, scope, sent, pending, decided) for pending in sent.pending]
    return {
        "fieldRestrictions": [each for each in restricted if each["restrictions"]],
        "contentEvaluationResult": {"policyEvaluations": [_evaluation(*finding) for finding in found]},
    }


def _restriction(platform: Platform, scope: str, sent: _Sent, pending: _Pending, decided: set[str]) -> Json:
    denied: dict[str, tuple[AssignedPolicy, list[str]]] = {}
    for value in pending.values:
        content = _with(sent.details.content, pending.field, value)
        for policy, _ in _found(platform, scope, sent, content):
            if policy.id not in decided:
                denied.setdefault(policy.id, (policy, []))[1].append(value)
    return {
        "field": pending.field,
        "restrictions": [_restricted(policy, values) for policy, values in denied.values()],
    }


def _restricted(policy: AssignedPolicy, values: list[str]) -> Json:
    result: Literal["Audit", "Deny"] = "Deny" if policy.is_enforced else "Audit"
    return {"result": result, "values": values, "policy": _reference(policy), "policyEffect": policy.written_effect}


def _found(platform: Platform, scope: str, sent: _Sent, content: Json) -> Iterator[tuple[AssignedPolicy, list[Json]]]:
    subject = _subject(sent.details.scope or scope, content)
    for policy, details in findings(platform, subject):
        if policy.is_enforced or sent.include_audit:
            yield policy, details


def _subject(scope: str, content: Json) -> Subject:
    namespace, _, types = str(content["type"]).partition("/")
    full_name = str(content.get("name") or "")
    pairs = zip(types.split("/"), [*full_name.split("/"), *[""] * types.count("/")], strict=False)
    resource_id = f"{scope}/providers/{namespace}/" + "/".join(part for pair in pairs for part in pair)
    body = {**content, "location": region(str(content["location"]))} if content.get("location") else content
    return Subject(resource_id.rstrip("/"), str(content["type"]), full_name.rsplit("/", 1)[-1], body)


def _with(content: Json, field: str, value: JsonValue) -> Json:
    path = body_path(str(content["type"]), field) if is_alias_of(str(content["type"]), field) else steps(field)
    return _set(content, path, value)


def _set(content: Json, path: list[str], value: JsonValue) -> Json:
    name, *rest = path
    inner = content.get(name)
    return {**content, name: _set(inner if isinstance(inner, dict) else {}, rest, value) if rest else value}


def _evaluation(policy: AssignedPolicy, details: list[Json]) -> Json:
    return {
        "policyInfo": _reference(policy),
        "evaluationResult": "NonCompliant",
        "evaluationDetails": evaluation_details(details),
        "effectDetails": {"policyEffect": policy.written_effect},
    }


def _reference(policy: AssignedPolicy) -> Json:
    return {"policyDefinitionId": policy.definition.id, "policyAssignmentId": policy.id}
