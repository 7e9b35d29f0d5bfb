"""The storage account of a stack: one of its own, or one that is there already."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi

from catalogue.redundancy import storage_sku
from infra import storage
from infra.existing import Existing
from infra.lock import Lock, LockInputs
from infra.storage import Storage, StorageInputs
from stacks.encryption import encryption_key
from stacks.endpoints import endpoints_to
from stacks.foundation import Foundation
from stacks.logs import observe
from stacks.settings import Settings


@dataclass(frozen=True)
class StackStorage:
    """Where a stack's data is kept.

    Attributes:
        account: The account, made here or there already.
        ready: What has to come before whoever uses it: the account and the private endpoints to it.
        locked: The scope that `protect` locks, with what would be lost, by name; none where it was there.
        within: What is at that scope: it has to be deleted after the lock.
    """

    account: Storage | Existing
    ready: tuple[pulumi.Resource, ...]
    locked: dict[str, LockInputs]
    within: tuple[pulumi.Resource, ...]


def declare_storage(
    settings: Settings, foundation: Foundation, given: str | None, log_analytics_id: pulumi.Input[str]
) -> StackStorage:
    """Declares the account, or uses the one that is there.

    Args:
        settings: The stack's settings.
        foundation: Where it goes and how it is reached.
        given: ARM id of the account that is there; None where it is to be made.
        log_analytics_id: Where its logs go.
    """
    if given is not None:
        existing = Existing("storage", given)
        ready = (existing, *endpoints_to(settings, foundation, "storage", storage.ARM_TYPE, given))
        return StackStorage(existing, ready, {}, ready)
    inputs = StorageInputs(
        name=foundation.names.storage_account,
        retention_days=settings.retention_days,
        sku=storage_sku(settings.location, elsewhere=settings.geo_redundant),
        shared_keys=settings.identity_profile == "seed",
        access=foundation.access,
        key=encryption_key(settings),
    )
    kept = pulumi.ResourceOptions(protect=settings.protect)
    account = Storage("storage", inputs, foundation.placement, kept)
    observed = (
        *observe(settings, "storage", storage.ARM_TYPE, account.id, log_analytics_id),
        *observe(settings, "storage-blobs", f"{storage.ARM_TYPE}/blobServices", account.blobs_id, log_analytics_id),
    )
    locked = {"storage": LockInputs(account.id, "Holds training data and tuned models")}
    return StackStorage(account, account.ready, locked, (*account.ready, *observed))


def lock_all(settings: Settings, locked: dict[str, LockInputs], within: Sequence[pulumi.Resource]) -> None:
    """Locks what holds data where the settings protect it.

    Args:
        settings: The stack's settings.
        locked: Scopes with what would be lost, by name.
        within: What is at these scopes, such as role assignments: nothing can be deleted there under a lock, so that
            the lock has to be made after it and deleted before it.
    """
    if settings.protect:
        opts = pulumi.ResourceOptions(depends_on=list(within))
        for name, inputs in locked.items():
            Lock(f"{name}-lock", inputs, opts)
