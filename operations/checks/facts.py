"""What checks ask Azure for, each answered with what was found or with why it couldn't be looked up."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeVar

Found = TypeVar("Found")


@dataclass(frozen=True)
class Unseen:
    """Something that couldn't be looked up, with the reason: never taken for fine."""

    why: str


@dataclass(frozen=True)
class Subscription:
    """The subscription: its state, such as Enabled, and its offer's quota id, such as PayAsYouGo_2014-09-01."""

    state: str
    quota_id: str


@dataclass(frozen=True)
class Permission:
    """What one role assignment allows the caller at a scope."""

    actions: tuple[str, ...]
    not_actions: tuple[str, ...] = ()
    condition: str = ""


@dataclass(frozen=True)
class Usage:
    """What is used of a limit."""

    used: int
    limit: int

    @property
    def free(self) -> int:
        """What is left."""
        return max(self.limit - self.used, 0)


@dataclass(frozen=True)
class OfferedModel:
    """A model that accounts in a region can deploy.

    Attributes:
        name: Its name.
        version: Its version.
        lifecycle: As the API says, such as GenerallyAvailable or Deprecating; empty where it says nothing.
        inference_until: The day on which it stops answering, as the API writes it; empty where none is announced.
        skus: Usage names by SKU.
        fine_tunes: Whether accounts in the region can tune it.
    """

    name: str
    version: str
    lifecycle: str
    inference_until: str
    skus: Mapping[str, str]
    fine_tunes: bool


@dataclass(frozen=True)
class NameAnswer:
    """Whether a name that must be unique in the world is free, and what Azure says about it."""

    free: bool
    message: str = ""


@dataclass(frozen=True)
class Deleted:
    """A deleted resource that Azure still keeps under its name."""

    purge_protected: bool
    purged_on: str


@dataclass(frozen=True)
class Resource:
    """A resource that is there: its type, region, kind and properties as Resource Manager gives them."""

    arm_type: str
    location: str
    kind: str
    properties: Mapping[str, Any]


@dataclass(frozen=True)
class PolicyRefusal:
    """A policy assignment that refuses a resource.

    Attributes:
        policy: The assignment's id.
        fields: What it looked at.
        by_what_was_sent: Whether all of that was sent; else it may have missed what the stack does set.
    """

    policy: str
    fields: tuple[str, ...]
    by_what_was_sent: bool


NameKind = Literal["storage_account", "key_vault", "container_registry", "ai_services"]
SoftDeletedKind = Literal["vault", "account"]
NetworkRanges = Mapping[str, tuple[ipaddress.IPv4Network, ...]]


class Facts(Protocol):
    """What can be looked up. Nothing is changed by asking."""

    def subscription(self) -> Subscription | Unseen | None:
        """Gives the subscription, None where there is none that the caller belongs to."""

    def registration(self, namespace: str) -> str | Unseen:
        """Gives the state of a resource provider, such as Registered."""

    def permissions(self, scope: str) -> tuple[Permission, ...] | Unseen:
        """Gives what the caller may do at a scope."""

    def assignable_scopes(self, role_guid: str) -> tuple[str, ...] | Unseen:
        """Gives the scopes at which a role can be assigned; none where there is no such role."""

    def resource(self, arm_id: str) -> Resource | Unseen | None:
        """Gives a resource by its id, None where there is none."""

    def resource_ids(self, group_id: str) -> frozenset[str] | Unseen:
        """Gives the ids of all resources in a group, in lower case; none where there is no such group."""

    def name(self, kind: NameKind, name: str) -> NameAnswer | Unseen:
        """Says whether a name is free."""

    def deleted(self, kind: SoftDeletedKind, location: str, group: str, name: str) -> Deleted | Unseen | None:
        """Gives the deleted twin that a name is kept for, None where there is none."""

    def tokens(self, location: str) -> Mapping[str, Usage] | Unseen:
        """Gives the use of model capacity by usage name, such as OpenAI.GlobalStandard.gpt-4o."""

    def models(self, location: str) -> tuple[OfferedModel, ...] | Unseen:
        """Gives the models that accounts in a region can deploy."""

    def deployments(self, model: str, version: str) -> tuple[str, ...] | Unseen:
        """Gives the ids of the subscription's deployments of a model's version."""

    def deployment_capacity(self, arm_id: str) -> tuple[str, int] | Unseen | None:
        """Gives SKU and capacity of a deployment with its model, None where there is none."""

    def cores(self, location: str) -> Mapping[str, Usage] | Unseen:
        """Gives the use of dedicated cores of Azure ML by family, in lower case without blanks."""

    def machines(self, location: str) -> frozenset[str] | Unseen:
        """Gives the sizes of machines that Azure ML has in a region, in lower case."""

    def networks(self) -> NetworkRanges | Unseen:
        """Gives the address ranges of the subscription's virtual networks by id."""

    def policy_refusals(self, group: str, resource: Mapping[str, Any]) -> tuple[PolicyRefusal, ...] | Unseen:
        """Gives the policies that would refuse a resource in a group, or in a subscription."""
