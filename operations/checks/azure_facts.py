"""Facts looked up in Azure: each once, with what keeps it from being seen as part of the answer."""

import threading
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final, TypeVar

from infra.provider.arm import Arm
from infra.provider.errors import ArmError, NoAnswerError
from operations.checks.facts import (
    Deleted,
    NameAnswer,
    NameKind,
    NetworkRanges,
    OfferedModel,
    Permission,
    PolicyRefusal,
    Resource,
    SoftDeletedKind,
    Subscription,
    Unseen,
    Usage,
)
from operations.checks.lookups import cores as core_lookups
from operations.checks.lookups import deployments as deployment_lookups
from operations.checks.lookups import resource as resource_lookups
from operations.checks.lookups.deleted import deleted
from operations.checks.lookups.models import models
from operations.checks.lookups.name import name
from operations.checks.lookups.networks import networks
from operations.checks.lookups.permissions import permissions
from operations.checks.lookups.policy import policy_refusals
from operations.checks.lookups.registration import registration
from operations.checks.lookups.role import assignable_scopes
from operations.checks.lookups.subscription import subscription
from operations.checks.lookups.tokens import tokens

Found = TypeVar("Found")

LONGEST: Final = 240
"""Characters of Azure's own words that are shown; its messages go on with advice for the portal."""


class AzureFacts:
    """What Resource Manager says, for one subscription. May be asked from several threads.

    Args:
        arm: Resource Manager.
        subscription_id: The subscription.
    """

    def __init__(self, arm: Arm, subscription_id: str) -> None:
        self._arm = arm
        self._subscription_id = subscription_id
        self._lock = threading.Lock()
        self._known: dict[tuple[object, ...], Any] = {}

    def subscription(self) -> Subscription | Unseen | None:
        """Gives the subscription, None where there is none that the caller belongs to."""
        return self._once(("subscription",), partial(subscription, self._arm, self._subscription_id))

    def registration(self, namespace: str) -> str | Unseen:
        """Gives the state of a resource provider."""
        look = partial(registration, self._arm, self._subscription_id, namespace)
        return self._once(("registration", namespace), look)

    def permissions(self, scope: str) -> tuple[Permission, ...] | Unseen:
        """Gives what the caller may do at a scope."""
        return self._once(("permissions", scope), partial(permissions, self._arm, scope))

    def assignable_scopes(self, role_guid: str) -> tuple[str, ...] | Unseen:
        """Gives the scopes at which a role can be assigned."""
        look = partial(assignable_scopes, self._arm, self._subscription_id, role_guid)
        return self._once(("role", role_guid), look)

    def resource(self, arm_id: str) -> Resource | Unseen | None:
        """Gives a resource by its id."""
        return self._once(("resource", arm_id), partial(resource_lookups.resource, self._arm, arm_id))

    def resource_ids(self, group_id: str) -> frozenset[str] | Unseen:
        """Gives the ids of all resources in a group."""
        return self._once(("resources", group_id), partial(resource_lookups.resources_in, self._arm, group_id))

    def name(self, kind: NameKind, wanted: str) -> NameAnswer | Unseen:
        """Says whether a name is free."""
        return self._once(("name", kind, wanted), partial(name, self._arm, self._subscription_id, kind, wanted))

    def deleted(self, kind: SoftDeletedKind, location: str, group: str, wanted: str) -> Deleted | Unseen | None:
        """Gives the deleted twin that a name is kept for."""
        look = partial(deleted, self._arm, self._subscription_id, kind, location, group, wanted)
        return self._once(("deleted", kind, wanted), look)

    def tokens(self, location: str) -> Mapping[str, Usage] | Unseen:
        """Gives the use of model capacity."""
        return self._once(("tokens", location), partial(tokens, self._arm, self._subscription_id, location))

    def models(self, location: str) -> tuple[OfferedModel, ...] | Unseen:
        """Gives the models that accounts in a region can deploy."""
        return self._once(("models", location), partial(models, self._arm, self._subscription_id, location))

    def deployments(self, model: str, version: str) -> tuple[str, ...] | Unseen:
        """Gives the ids of the subscription's deployments of a model's version."""
        look = partial(deployment_lookups.deployments, self._arm, self._subscription_id, model, version)
        return self._once(("deployments", model, version), look)

    def deployment_capacity(self, arm_id: str) -> tuple[str, int] | Unseen | None:
        """Gives SKU, model and capacity of a deployment."""
        return self._once(("deployment", arm_id), partial(deployment_lookups.deployment_capacity, self._arm, arm_id))

    def cores(self, location: str) -> Mapping[str, Usage] | Unseen:
        """Gives the use of dedicated cores."""
        return self._once(("cores", location), partial(core_lookups.cores, self._arm, self._subscription_id, location))

    def machines(self, location: str) -> frozenset[str] | Unseen:
        """Gives the sizes of machines in a region."""
        look = partial(core_lookups.machines, self._arm, self._subscription_id, location)
        return self._once(("machines", location), look)

    def networks(self) -> NetworkRanges | Unseen:
        """Gives the address ranges of the subscription's networks."""
        return self._once(("networks",), partial(networks, self._arm, self._subscription_id))

    def policy_refusals(self, group: str, resource: Mapping[str, Any]) -> tuple[PolicyRefusal, ...] | Unseen:
        """Gives which policies would refuse a resource."""
        return self._once(("policy", group, resource["type"]), partial(policy_refusals, self._arm, group, resource))

    def _once(self, key: tuple[object, ...], look: Callable[[], Found]) -> Found | Unseen:
        with self._lock:
            if key in self._known:
                known: Found | Unseen = self._known[key]
                return known
        try:
            found: Found | Unseen = look()
        except ArmError as refusal:
            found = Unseen(f"{refusal.code or refusal.status}: {_first_sentence(str(refusal))}")
        except NoAnswerError as silence:
            found = Unseen(str(silence))
        with self._lock:
            self._known[key] = found
        return found


def _first_sentence(text: str) -> str:
    return text.split(": ", 2)[-1].partition(". ")[0][:LONGEST]
