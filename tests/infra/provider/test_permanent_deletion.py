"""PermanentDeletion: sends the query that makes a deletion final."""

import pytest

from infra.provider.arm import Arm
from infra.provider.permanent_deletion import PermanentDeletion
from tests.infra.provider.conftest import FakeArm, FakeClock

GROUP = "/subscriptions/s/resourceGroups/g/providers"


@pytest.mark.parametrize(
    ("resource_id", "parameter"),
    [
        (f"{GROUP}/Microsoft.OperationalInsights/workspaces/log", "force"),
        (f"{GROUP}/Microsoft.MachineLearningServices/workspaces/hub", "forceToPurge"),
    ],
)
def test_the_deletion_is_final(resource_id: str, parameter: str, fake_arm: FakeArm, clock: FakeClock) -> None:
    fake_arm.put(resource_id)
    deletion = PermanentDeletion(Arm(fake_arm, clock))
    assert deletion.check({"resourceId": resource_id}) == {}
    deletion.delete({"resourceId": deletion.create({"resourceId": resource_id}).id})
    assert fake_arm.requests[0].query[parameter] == "true"
    assert fake_arm.resources == {}


def test_other_types_are_refused_with_those_that_have_it(fake_arm: FakeArm, clock: FakeClock) -> None:
    deletion = PermanentDeletion(Arm(fake_arm, clock))
    refused = deletion.check({"resourceId": f"{GROUP}/Microsoft.Storage/storageAccounts/st"})
    assert "microsoft.operationalinsights/workspaces" in refused["resourceId"]
