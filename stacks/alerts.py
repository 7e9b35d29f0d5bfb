"""Alerts on what a stack's models answer and on its jobs, where the settings ask for them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import pulumi

from infra import foundry_account, workspace
from infra.action_group import ActionGroup, ActionGroupInputs
from infra.metric_alert import Condition, MetricAlert, MetricAlertInputs
from stacks.foundation import Foundation
from stacks.settings import Settings
from stacks.settings.alerts import Alerts

ENDPOINT: Final = f"{workspace.ARM_TYPE}/onlineEndpoints"


@dataclass(frozen=True)
class Watched:
    """What alerts look at.

    Attributes:
        account_id: ARM id of the account whose OpenAI models answer; None without one.
        workspaces: ARM ids of the workspaces whose jobs run, by a name for each.
        endpoints_in: ARM id of the workspace that managed online endpoints are in; None without one.
    """

    account_id: pulumi.Input[str] | None = None
    workspaces: tuple[tuple[str, pulumi.Input[str]], ...] = ()
    endpoints_in: pulumi.Input[str] | None = None


def declare_alerts(settings: Settings, foundation: Foundation, watched: Watched) -> None:
    """Declares the alerts and who hears of them; nothing where the settings don't ask for alerts."""
    wanted = settings.alerts
    if wanted is None:
        return
    hears = None
    if wanted.emails:
        inputs = ActionGroupInputs(f"alerts-{foundation.group_name}", wanted.emails)
        hears = ActionGroup("alert-receivers", inputs, foundation.placement).id
    for rule in _rules(wanted, watched):
        alert = replace(rule, name=f"{rule.name}-{foundation.group_name}", action_group_id=hears)
        MetricAlert(f"{rule.name}-alert", alert, foundation.placement)


def _rules(wanted: Alerts, watched: Watched) -> Iterator[MetricAlertInputs]:
    if watched.account_id is not None:
        yield from _of_account(wanted, watched.account_id)
    failed = Condition("Failed Runs", "Total", "GreaterThan", wanted.failed_runs)
    for name, workspace_id in watched.workspaces:
        told = "Fine-tuning jobs failed: see tunestack runs list"
        yield MetricAlertInputs(f"{name}-failed-runs", told, 2, workspace_id, workspace.ARM_TYPE, failed)
    if watched.endpoints_in is not None:
        for endpoint in wanted.endpoints:
            endpoint_id = pulumi.Output.concat(watched.endpoints_in, "/onlineEndpoints/", endpoint)
            yield from _of_endpoint(wanted, endpoint, endpoint_id)


def _of_account(wanted: Alerts, account_id: pulumi.Input[str]) -> Iterator[MetricAlertInputs]:
    slow = Condition("AzureOpenAITTLTInMS", "Average", "GreaterThan", _milliseconds(wanted))
    failing = Condition("AzureOpenAIAvailabilityRate", "Average", "LessThan", wanted.availability_percent)
    refused = Condition("AzureOpenAIRequests", "Total", "GreaterThan", wanted.throttled, {"StatusCode": ["429"]})
    told = {
        "openai-latency": ("Answers of OpenAI models are slow", 2, slow),
        "openai-availability": ("Requests to OpenAI models fail in the service", 1, failing),
        "openai-throttled": ("Requests to OpenAI models are refused for want of capacity", 3, refused),
    }
    for name, (description, severity, condition) in told.items():
        yield MetricAlertInputs(name, description, severity, account_id, foundry_account.ARM_TYPE, condition)


def _of_endpoint(wanted: Alerts, endpoint: str, endpoint_id: pulumi.Input[str]) -> Iterator[MetricAlertInputs]:
    errors, server = wanted.server_errors_per_minute, {"statusCodeClass": ["5xx"]}
    slow = Condition("RequestLatency_P95", "Average", "GreaterThan", _milliseconds(wanted))
    failing = Condition("RequestsPerMinute", "Average", "GreaterThan", errors, server)
    yield MetricAlertInputs(
        f"{endpoint}-latency", f"The slowest answers of {endpoint} are slow", 2, endpoint_id, ENDPOINT, slow
    )
    yield MetricAlertInputs(
        f"{endpoint}-errors", f"Requests to {endpoint} fail in it", 1, endpoint_id, ENDPOINT, failing
    )


def _milliseconds(wanted: Alerts) -> float:
    return wanted.latency_seconds * 1000
