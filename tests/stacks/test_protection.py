"""What `protect` does: locks on what holds data, copies of it elsewhere, and nothing that a destroy could delete."""

import pulumi
import pytest

from stacks.protection import protect_everything
from tests.stacks.conftest import Declared, declare, shipped

LOCK = "azure-native:authorization:ManagementLockByScope"


@pytest.fixture
def kept() -> Declared:
    """The production stack of phi3."""
    return shipped("phi3-prod")


def transformed(token: str) -> pulumi.ResourceTransformationResult | None:
    stand_in = pulumi.ComponentResource.__new__(pulumi.ComponentResource)
    options = pulumi.ResourceOptions(delete_before_replace=True)
    args = pulumi.ResourceTransformationArgs(resource=stand_in, type_=token, name="any", props={}, opts=options)
    return protect_everything(args)


def test_what_holds_data_is_locked_and_the_locks_say_what_would_be_lost(kept: Declared) -> None:
    locks = kept.all(LOCK)
    assert {each["scope"].rsplit("/", 1)[1] for each in locks.values()} == {"storage", "vault", "hub"}
    assert {each["level"] for each in locks.values()} == {"CanNotDelete"}
    assert all(each["notes"].startswith("Holds ") for each in locks.values())


def test_a_project_is_not_locked_so_that_its_endpoints_can_be_deleted(kept: Declared) -> None:
    assert not [each for each in kept.all(LOCK).values() if each["scope"].endswith("/project")]


@pytest.mark.parametrize(
    ("lock", "within"),
    [
        ("storage-lock", "developer-storage-blob-data-contributor"),
        ("storage-lock", "storage-blobs-logs"),
        ("storage-lock", "storage-blob-names"),
        ("vault-lock", "identity-key-vault-administrator"),
        ("vault-lock", "vault-logs"),
        ("hub-lock", "hub-logs"),
        ("hub-lock", "hub-amlworkspace-names"),
    ],
)
def test_a_lock_goes_before_what_it_would_keep_from_being_deleted(kept: Declared, lock: str, within: str) -> None:
    assert kept.comes_after(lock, within)


def test_data_is_copied_to_the_paired_region_where_the_settings_say_so(kept: Declared) -> None:
    assert kept.one("azure-native:storage:StorageAccount")["sku"]["name"] == "Standard_GZRS"
    assert declare().one("azure-native:storage:StorageAccount")["sku"]["name"] == "Standard_ZRS"


def test_nothing_is_locked_where_nothing_is_protected() -> None:
    assert not declare().all(LOCK)


def test_every_resource_is_protected_and_keeps_its_other_options() -> None:
    result = transformed("azure-native:authorization:RoleAssignment")
    assert result is not None
    assert result.opts.protect is True
    assert result.opts.delete_before_replace is True


@pytest.mark.parametrize("token", ["tunestack:infra:Lock", LOCK])
def test_locks_stay_free_to_go_when_protection_is_taken_back(token: str) -> None:
    assert transformed(token) is None
