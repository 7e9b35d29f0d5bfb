"""NameRelease: purges, recovers or refuses what holds the names, and waits while Azure is still deleting."""

from collections.abc import Callable

import pytest

from infra.provider.arm import Arm
from infra.provider.errors import ArmError, OwnResourceError
from infra.provider.exchange import Answer, Request
from infra.provider.name_release import NameRelease
from infra.provider.own_resource import UNKNOWN
from tests.infra.provider.conftest import FakeArm, FakeClock

VAULT = "/subscriptions/s/providers/Microsoft.KeyVault/locations/eastus2/deletedVaults/kv"
REGION = "/subscriptions/s/providers/Microsoft.CognitiveServices/locations/eastus2"
ACCOUNT = f"{REGION}/resourceGroups/rg/deletedAccounts/ais"
WORKSPACE = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/mlw"

Make = Callable[..., Answer]


def inputs(policy: str = "purge") -> dict[str, object]:
    return {
        "subscriptionId": "s",
        "resourceGroupName": "rg",
        "location": "eastus2",
        "vaultName": "kv",
        "accountName": "ais",
        "workspaceNames": ["mlw"],
        "policy": policy,
    }


@pytest.fixture
def release(fake_arm: FakeArm, clock: FakeClock) -> NameRelease:
    """The resource; its Resource Manager can purge vaults."""

    def purge(_request: Request) -> Answer:
        fake_arm.resources.pop(VAULT, None)
        return Answer(200)

    fake_arm.handlers["POST", f"{VAULT}/purge"] = purge
    return NameRelease(Arm(fake_arm, clock), clock)


def test_free_names_need_nothing(release: NameRelease, fake_arm: FakeArm) -> None:
    created = release.create(inputs())
    assert created.outputs == {"vaultCreateMode": "default"}
    assert not fake_arm.sent("POST")
    assert fake_arm.sent("DELETE") == [WORKSPACE]  # whether a deleted one is kept can't be looked up


def test_a_stack_without_account_and_vault_looks_for_neither(release: NameRelease, fake_arm: FakeArm) -> None:
    created = release.create({**inputs(), "vaultName": "", "accountName": "", "workspaceNames": []})
    assert created.outputs == {"vaultCreateMode": "default"}
    assert not fake_arm.requests


def test_workspaces_are_purged_after_destroy(release: NameRelease, fake_arm: FakeArm) -> None:
    release.delete(inputs())
    (request,) = [each for each in fake_arm.requests if each.method == "DELETE"]
    assert request.path == WORKSPACE
    assert request.query["forceToPurge"] == "true"


def test_a_workspace_that_lives_is_never_touched(release: NameRelease, fake_arm: FakeArm) -> None:
    fake_arm.put(WORKSPACE)
    release.create(inputs())
    release.delete(inputs())
    assert WORKSPACE in fake_arm.resources
    assert not fake_arm.sent("DELETE")


@pytest.mark.parametrize("policy", ["recover", "fail"])
def test_without_the_policy_purge_workspaces_stay(policy: str, release: NameRelease, fake_arm: FakeArm) -> None:
    release.create(inputs(policy))
    release.delete(inputs(policy))
    assert not fake_arm.sent("DELETE")


def test_both_names_are_purged_after_destroy(release: NameRelease, fake_arm: FakeArm) -> None:
    fake_arm.put(VAULT)
    fake_arm.put(ACCOUNT)
    release.delete(inputs())
    assert fake_arm.resources == {}


def test_what_an_interrupted_destroy_left_is_purged_before_up(release: NameRelease, fake_arm: FakeArm) -> None:
    fake_arm.put(VAULT)
    created = release.create(inputs())
    assert fake_arm.resources == {}
    assert created.outputs == {"vaultCreateMode": "default"}


def test_a_purge_that_conflicts_is_repeated_with_growing_waits(
    release: NameRelease, fake_arm: FakeArm, clock: FakeClock, make_error: Make
) -> None:
    fake_arm.put(ACCOUNT)
    conflicts = [make_error(409, "RequestConflict")] * 3

    def delete(_request: Request) -> Answer:
        if conflicts:
            return conflicts.pop()
        fake_arm.resources.pop(ACCOUNT)
        return Answer(200)

    fake_arm.handlers["DELETE", ACCOUNT] = delete
    release.delete(inputs())
    assert fake_arm.resources == {}
    assert clock.waits == [1.0, 2.0, 4.0]


def test_a_purge_that_conflicts_for_ever_ends_in_azures_own_error(
    release: NameRelease, fake_arm: FakeArm, make_error: Make
) -> None:
    fake_arm.put(ACCOUNT)
    fake_arm.handlers["DELETE", ACCOUNT] = lambda _: make_error(409, "RequestConflict", "still deleting")
    with pytest.raises(ArmError, match="RequestConflict: still deleting"):
        release.delete(inputs())


def test_a_name_that_stays_held_after_a_purge_is_an_error(release: NameRelease, fake_arm: FakeArm) -> None:
    fake_arm.put(VAULT)
    fake_arm.handlers["POST", f"{VAULT}/purge"] = lambda _: Answer(200)
    with pytest.raises(OwnResourceError, match="still holds the name of the deleted key vault kv"):
        release.delete(inputs())


def test_a_purge_without_rights_is_an_error_at_once(
    release: NameRelease, fake_arm: FakeArm, clock: FakeClock, make_error: Make
) -> None:
    fake_arm.put(VAULT)
    fake_arm.handlers["POST", f"{VAULT}/purge"] = lambda _: make_error(403, "AuthorizationFailed")
    with pytest.raises(ArmError, match="AuthorizationFailed"):
        release.delete(inputs())
    assert clock.waits == []


@pytest.mark.parametrize("act", ["preview", "create", "delete"])
def test_a_protected_vault_is_never_asked_to_be_purged(act: str, release: NameRelease, fake_arm: FakeArm) -> None:
    fake_arm.put(VAULT, purgeProtectionEnabled=True, scheduledPurgeDate="2027-01-01")
    with pytest.raises(OwnResourceError, match="protected from purging until 2027-01-01; set tunestack:soft_deleted"):
        getattr(release, act)(inputs())
    assert not fake_arm.sent("POST")


def test_recovering_says_how_to_create_and_leaves_all_on_destroy(release: NameRelease, fake_arm: FakeArm) -> None:
    fake_arm.put(VAULT, purgeProtectionEnabled=True)
    fake_arm.put(ACCOUNT)
    assert release.create(inputs("recover")).outputs == {"vaultCreateMode": "recover", "accountRestore": True}
    release.delete(inputs("recover"))
    assert set(fake_arm.resources) == {VAULT, ACCOUNT}


@pytest.mark.parametrize("act", ["preview", "create"])
def test_failing_names_what_holds_the_names(act: str, release: NameRelease, fake_arm: FakeArm) -> None:
    fake_arm.put(VAULT)
    fake_arm.put(ACCOUNT)
    with pytest.raises(OwnResourceError, match="key vault kv and Cognitive Services account ais"):
        getattr(release, act)(inputs("fail"))


def test_a_preview_purges_nothing(release: NameRelease, fake_arm: FakeArm) -> None:
    fake_arm.put(VAULT)
    assert release.preview(inputs()) == {"vaultCreateMode": "default"}
    assert VAULT in fake_arm.resources


def test_a_preview_with_unknown_names_asks_nothing(release: NameRelease, fake_arm: FakeArm) -> None:
    planned = release.preview({**inputs(), "resourceGroupName": UNKNOWN})
    assert planned == {"vaultCreateMode": UNKNOWN, "accountRestore": UNKNOWN}
    assert not fake_arm.requests


def test_another_policy_is_taken_over_without_a_request(release: NameRelease, fake_arm: FakeArm) -> None:
    assert release.update({**inputs(), "vaultCreateMode": "default"}, inputs("fail")) == {"vaultCreateMode": "default"}
    assert not fake_arm.requests


def test_an_unknown_policy_is_refused(release: NameRelease) -> None:
    assert "policies: purge, recover, fail" in release.check(inputs("forget"))["policy"]
