"""A role assignment begins to act after a while, where the options say so; that of the owner at once."""

import uuid
from pathlib import Path

from catalogue.roles import role
from local_azure.identity import SUBSCRIPTION_ID
from local_azure.options import Options
from tests.local_azure.running import HeldClock, LocalAzure, group_id


def test_an_assignment_acts_after_the_delay_and_not_before(tmp_path: Path) -> None:
    clock, somebody = HeldClock(), str(uuid.uuid4())
    options = Options(weights="tiny-random", retry_after_ms=10, role_assignment_delay_seconds=120)
    with LocalAzure(tmp_path, clock=clock, options=options) as azure:
        azure.put(group_id("rg"), {"location": "eastus2"})
        path = f"{group_id('rg')}/providers/Microsoft.Authorization/roleAssignments/{uuid.uuid4()}"
        reader = role("Reader").definition_id(SUBSCRIPTION_ID)
        properties = {"principalId": somebody, "principalType": "User", "roleDefinitionId": reader}
        assert azure.call("PUT", path, {"properties": properties}).status_code == 201
        clock.advance(seconds=119)
        refused = azure.call("GET", group_id("rg"), token=azure.token(object_id=somebody))
        assert (refused.status_code, "If access was recently granted" in refused.text) == (403, True)
        clock.advance(seconds=1)
        assert azure.call("GET", group_id("rg"), token=azure.token(object_id=somebody)).status_code == 200
