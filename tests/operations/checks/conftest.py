"""Facts as a test says them, where everything is fine unless it says otherwise, and plans of stacks."""

import datetime as dt
import ipaddress
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from operations.checks.facts import (
    Deleted,
    NameAnswer,
    OfferedModel,
    Permission,
    PolicyRefusal,
    Resource,
    Subscription,
    Unseen,
    Usage,
)
from operations.checks.plan import Plan
from stacks.configuration import read_settings

SUBSCRIPTION = "5ca1ab1e-0000-4000-8000-000000000001"
SCOPE = f"/subscriptions/{SUBSCRIPTION}"
TODAY = dt.date(2026, 11, 21)
UNSEEN = Unseen("AuthorizationFailed: not for you")
MINI = OfferedModel(
    "gpt-4.1-mini",
    "2025-04-14",
    "GenerallyAvailable",
    "2027-04-14T00:00:00Z",
    {"GlobalStandard": "OpenAI.GlobalStandard.gpt-4.1-mini"},
    fine_tunes=True,
)
JOURNEYS = {
    "phi3": {"models": '{"serverless": "Phi-4-mini-instruct"}'},
    "gpt4o": {
        "models": '{"openai": "gpt-4.1-mini"}',
        "openai": '{"deployed_before": true}',
        "location": "swedencentral",
    },
    "phi3-custom": {"models": '{"command": "Phi-4-mini-instruct"}'},
    "platform": {
        "models": '{"serverless": "Phi-4-mini-instruct", "openai": "gpt-4.1-mini", "command": "Phi-4-mini-instruct"}',
        "openai": '{"deployed_before": true}',
    },
}
USUAL = {
    "environment": "dev",
    "subscription_id": SUBSCRIPTION,
    "owner": "someone",
    "cost_centre": "0042",
    "expiry": "2027-06-30",
}


def planned(journey: str = "gpt4o", **changes: object) -> Plan:
    """Gives the plan of a journey's stack with some settings changed."""
    given = {**USUAL, "journey": journey, **JOURNEYS[journey]}
    given |= {name: value if isinstance(value, str) else json.dumps(value) for name, value in changes.items()}
    settings = read_settings({f"tunestack:{name}": value for name, value in given.items()})
    return Plan(settings, f"{journey}-dev", TODAY)


@dataclass
class FakeFacts:
    """Facts; those that aren't said are those of an empty subscription whose owner asks."""

    subscription_: Subscription | Unseen | None = field(
        default_factory=lambda: Subscription("Enabled", "PayAsYouGo_2014-09-01")
    )
    registrations: Mapping[str, str | Unseen] = field(default_factory=dict)
    permissions_: Mapping[str, tuple[Permission, ...] | Unseen] = field(default_factory=dict)
    scopes: Mapping[str, tuple[str, ...] | Unseen] = field(default_factory=dict)
    resources: Mapping[str, Resource | Unseen | None] = field(default_factory=dict)
    ids: frozenset[str] | Unseen = frozenset()
    names: Mapping[str, NameAnswer | Unseen] = field(default_factory=dict)
    twins: Mapping[str, Deleted | Unseen] = field(default_factory=dict)
    tokens_: Mapping[str, Usage] | Unseen = field(
        default_factory=lambda: {"OpenAI.GlobalStandard.gpt-4.1-mini": Usage(0, 450)}
    )
    models_: tuple[OfferedModel, ...] | Unseen = (MINI,)
    deployments_: tuple[str, ...] | Unseen = ()
    capacity: tuple[str, int] | Unseen | None = None
    cores_: Mapping[str, Usage] | Unseen = field(
        default_factory=lambda: {"standardncadsa100v4family": Usage(0, 24), "standardesv3family": Usage(0, 100)}
    )
    machines_: frozenset[str] | Unseen = frozenset({"standard_nc24ads_a100_v4", "standard_e16s_v3", "standard_e4s_v3"})
    networks_: Mapping[str, tuple[ipaddress.IPv4Network, ...]] | Unseen = field(default_factory=dict)
    refusals: tuple[PolicyRefusal, ...] | Unseen = ()

    def subscription(self) -> Subscription | Unseen | None:
        return self.subscription_

    def registration(self, namespace: str) -> str | Unseen:
        return self.registrations.get(namespace, "Registered")

    def permissions(self, scope: str) -> tuple[Permission, ...] | Unseen:
        return self.permissions_.get(scope, (Permission(("*",)),))

    def assignable_scopes(self, role_guid: str) -> tuple[str, ...] | Unseen:
        return self.scopes.get(role_guid, ("/",))

    def resource(self, arm_id: str) -> Resource | Unseen | None:
        return self.resources.get(arm_id)

    def resource_ids(self, group_id: str) -> frozenset[str] | Unseen:
        return self.ids

    def name(self, kind: str, name: str) -> NameAnswer | Unseen:
        return self.names.get(kind, NameAnswer(free=True))

    def deleted(self, kind: str, location: str, group: str, name: str) -> Deleted | Unseen | None:
        return self.twins.get(kind)

    def tokens(self, location: str) -> Mapping[str, Usage] | Unseen:
        return self.tokens_

    def models(self, location: str) -> tuple[OfferedModel, ...] | Unseen:
        return self.models_

    def deployments(self, model: str, version: str) -> tuple[str, ...] | Unseen:
        return self.deployments_

    def deployment_capacity(self, arm_id: str) -> tuple[str, int] | Unseen | None:
        return self.capacity

    def cores(self, location: str) -> Mapping[str, Usage] | Unseen:
        return self.cores_

    def machines(self, location: str) -> frozenset[str] | Unseen:
        return self.machines_

    def networks(self) -> Mapping[str, tuple[ipaddress.IPv4Network, ...]] | Unseen:
        return self.networks_

    def policy_refusals(self, group: str, resource: Mapping[str, Any]) -> tuple[PolicyRefusal, ...] | Unseen:
        return self.refusals
