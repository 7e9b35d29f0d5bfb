"""Diagnostic settings of a resource: what it can send, to sinks that exist, each category to a sink but once."""

from collections.abc import Iterator, Mapping
from typing import Any

from catalogue.diagnostics import diagnostics
from local_azure.behaviour import Behaviour, Write
from local_azure.insights.bare_error import BareError
from local_azure.json_types import Json
from local_azure.platform import Platform
from local_azure.resources import Resource

TYPE = "Microsoft.Insights/diagnosticSettings"
# azure-docs diagnostic-settings, as of 2026-10.
MOST = 5
SINKS = ("workspaceId", "storageAccountId", "eventHubAuthorizationRuleId", "serviceBusRuleId", "marketplacePartnerId")
# Those whose resources the local Azure has: others are taken as they are.
_HERE = ("workspaceId", "storageAccountId")


def diagnostic_setting_behaviour(platform: Platform) -> Behaviour:
    """Returns the behaviour of ``Microsoft.Insights/diagnosticSettings``."""

    async def validate(write: Write) -> None:
        properties = write.body.get("properties") or {}
        if not any(properties.get(sink) for sink in SINKS):
            raise _bad("At least one data sink needs to be specified.")
        for sink in _HERE:
            if properties.get(sink) and platform.resources.get(str(properties[sink])) is None:
                raise BareError(404, "ResourceNotFound", f"The resource '{properties[sink]}' of {sink} was not found.")
        _check_categories(write)
        others = [each for each in _settings(platform, write.id) if each.id.lower() != write.id.lower()]
        if len(others) >= MOST:
            raise BareError(409, "Conflict", f"A resource has {MOST} diagnostic settings at most.")
        _check_sinks(properties, others)

    # azure-cli 2.91 takes no other answer than 200 for success.
    return Behaviour(validate=validate, shows_state=False, answers_ok=True)


def _settings(platform: Platform, setting_id: str) -> list[Resource]:
    scope = setting_id[: setting_id.lower().rindex(f"/providers/{TYPE.lower()}/")]
    depth = setting_id.count("/")
    return [each for each in platform.resources.list(scope, TYPE) if each.id.count("/") == depth]


def _check_categories(write: Write) -> None:
    properties = write.body["properties"]
    for each in (*(properties.get("logs") or ()), *(properties.get("metrics") or ())):
        if bool(each.get("category")) == bool(each.get("categoryGroup")):
            raise _bad("Each log or metric needs either a category or a categoryGroup.")
    row = diagnostics().get(write.parent.type) if write.parent else None
    if row is None:
        return
    for member, has in (("logs", row.logs), ("metrics", row.metrics)):
        for category in _categories(properties, member):
            if not has:
                kind = write.parent.type if write.parent else ""
                raise _bad(f"Category '{category}' is not supported: the type {kind} has no {member} to send.")


def _check_sinks(properties: Json, others: list[Resource]) -> None:
    for other in others:
        for sink in SINKS:
            target = str(properties.get(sink) or "")
            if not target or target.lower() != str(other.properties.get(sink) or "").lower():
                continue
            for category in _shared(properties, other.properties):
                # Azure/terraform-azurerm-avm-ptn-aiml-landing-zone#19, as seen.
                raise BareError(
                    409,
                    "Conflict",
                    f"Data sink '{target}' is already used in diagnostic setting '{other.name}' for category "
                    f"'{category}'. Data sinks can't be reused in different settings on the same category for the "
                    "same resource.",
                )


def _shared(properties: Json, other: Json) -> Iterator[str]:
    for member in ("logs", "metrics"):
        there = {category.lower() for category in _categories(other, member)}
        for category in _categories(properties, member):
            every = {"alllogs", "allmetrics"} & ({category.lower()} | there)
            if there and (category.lower() in there or every):
                yield category


def _categories(properties: Mapping[str, Any], member: str) -> list[str]:
    enabled = [each for each in properties.get(member) or () if each.get("enabled")]
    return [str(each.get("category") or each.get("categoryGroup")) for each in enabled]


def _bad(message: str) -> BareError:
    return BareError(400, "BadRequest", message)
