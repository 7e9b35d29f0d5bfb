"""What a model deployment does beyond being stored: a model that is offered, capacity that is there, its rates."""

from local_azure.behaviour import Behaviour, Write
from local_azure.cognitiveservices.deployable_models import Asked, asked_model, remember
from local_azure.cognitiveservices.model_capacity import DEPLOYMENTS, require_capacity, usage
from local_azure.cognitiveservices.names import account_id_of
from local_azure.cognitiveservices.rai_policies import DEFAULT, policy_exists
from local_azure.cognitiveservices.tuned_models import base_of
from local_azure.errors import bad_request
from local_azure.json_types import Json
from local_azure.platform import Platform
from local_azure.resources import Resource

# azure-rest-api-specs, CognitiveServices 2025-06-01, DeploymentModelVersionUpgradeOption.
UPGRADES = ("OnceNewDefaultVersionAvailable", "OnceCurrentVersionExpired", "NoAutoUpgrade")
_INVALID = "InvalidResourceProperties"
# azure-ai-docs quotas-limits, 2026-02-17: tuned models that are deployed on one account. The code is from memory.
MOST_TUNED = 10


def deployment_behaviour(platform: Platform) -> Behaviour:
    """Returns the behaviour of ``Microsoft.CognitiveServices/accounts/deployments``."""

    async def validate(write: Write) -> None:
        _check_body(write)
        _check_policy(platform, write)
        account = _account(write)
        asked = asked_model(platform, account, write.body)
        if asked.tuned and write.existing is None:
            _require_room_for_tuned(platform, account)
        found = usage(platform, account.location, asked.model, asked.offer, tuned=asked.tuned)
        require_capacity(platform, write.existing, _capacity(write.body), found)

    async def prepare(write: Write) -> Json:
        return _prepared(write, asked_model(platform, _account(write), write.body))

    async def provision(deployment: Resource) -> None:
        account = platform.resources.get(account_id_of(deployment.id))
        if account is not None:
            remember(platform, asked_model(platform, account, deployment.body).model)

    return Behaviour(
        validate=validate,
        prepare=prepare,
        provision=provision,
        etag=True,
        serialized_by=account_id_of,
    )


def _require_room_for_tuned(platform: Platform, account: Resource) -> None:
    there = platform.resources.children(account.id, DEPLOYMENTS)
    tuned = [each.name for each in there if base_of(platform, account.id, str(each.properties["model"]["name"]))]
    if len(tuned) >= MOST_TUNED:
        raise bad_request(
            f"The account has {len(tuned)} deployments of tuned models, the most that are allowed: {', '.join(tuned)}.",
            code="QuotaExceeded",
        )


def _check_body(write: Write) -> None:
    properties, sku = write.body.get("properties") or {}, write.body.get("sku") or {}
    if not (properties.get("model") or {}).get("name"):
        raise bad_request("The model of the deployment is missing.", code=_INVALID, target="properties.model")
    if not sku.get("name"):
        raise bad_request("The sku of model deployment is not provided.", code=_INVALID)
    capacity = sku.get("capacity", 1)
    # azure-cli 2.91 sends it as text, which Azure takes.
    if isinstance(capacity, bool) or not str(capacity).isdecimal() or int(capacity) < 1:
        raise bad_request(f"The capacity '{capacity}' must be a whole number above 0.", code=_INVALID, target="sku")
    upgrade = properties.get("versionUpgradeOption", UPGRADES[0])
    if upgrade not in UPGRADES:
        message = f"The versionUpgradeOption '{upgrade}' must be one of {', '.join(UPGRADES)}."
        raise bad_request(message, code=_INVALID, target="properties.versionUpgradeOption")
    if (
        write.existing is not None
        and _changes_model(write.existing, write.body)
        and _capacity(write.body) != _capacity(write.existing.body)
    ):
        # Azure-Samples/azure-search-openai-demo#1154; the code is from memory.
        raise bad_request("Cannot change capacity and model at the same time for deployment.", code=_INVALID)


def _changes_model(existing: Resource, body: Json) -> bool:
    before, after = existing.properties["model"], body["properties"]["model"]
    return any(name in after and after[name] != before.get(name) for name in ("name", "version"))


def _check_policy(platform: Platform, write: Write) -> None:
    policy = write.body["properties"].get("raiPolicyName")
    if policy and not policy_exists(platform, account_id_of(write.id), str(policy)):
        raise bad_request(
            f"The RAI policy '{policy}' of the deployment '{write.name}' isn't there on its account.",
            code="RaiPolicyNotFound",
            target="properties.raiPolicyName",
        )


def _account(write: Write) -> Resource:
    if write.parent is None:
        raise bad_request("A deployment lies in an account.")
    return write.parent


def _capacity(body: Json) -> int:
    return int((body.get("sku") or {}).get("capacity", 1))


def _prepared(write: Write, asked: Asked) -> Json:
    capacity, serving = _capacity(write.body), asked.model.serving
    sent = write.body["properties"]
    model = {"format": serving.format if serving else "", **sent["model"], "version": asked.version}
    properties = {
        "versionUpgradeOption": UPGRADES[0],
        "raiPolicyName": DEFAULT,
        **sent,
        "model": model,
        "currentCapacity": capacity,
        "capabilities": {"chatCompletion": "true"},
        "rateLimits": _rates(asked, capacity),
    }
    return {**write.body, "sku": {**write.body["sku"], "capacity": capacity}, "properties": properties}


def _rates(asked: Asked, capacity: int) -> list[Json]:
    # Requests of the older chat models are counted in steps of 10 seconds (azure-cli recordings); 6 a minute are 1.
    serving = asked.model.serving
    tokens, requests = (serving.unit_tokens, serving.unit_requests) if serving else (0, 0)
    step = 10 if requests % 6 == 0 else 60
    return [
        {"key": "request", "renewalPeriod": step, "count": capacity * requests * step // 60},
        {"key": "token", "renewalPeriod": 60, "count": capacity * tokens},
    ]
