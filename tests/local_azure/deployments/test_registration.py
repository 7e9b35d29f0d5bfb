"""Namespaces that a template needs are registered where the caller may do so."""

import uuid
from pathlib import Path

import pytest

from local_azure.identity import SUBSCRIPTION_SCOPE
from tests.local_azure.deployments.templates import deployment_id, ended, identity, request, template
from tests.local_azure.running import HeldClock, LocalAzure, group_id

GROUP = group_id("rg")
CONTRIBUTOR = "/providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c"


@pytest.mark.parametrize("scope", [SUBSCRIPTION_SCOPE, GROUP])
def test_a_namespace_is_registered_by_who_may(tmp_path: Path, scope: str) -> None:
    somebody = str(uuid.uuid4())
    with LocalAzure(tmp_path, clock=HeldClock()) as azure:
        azure.put(GROUP, {"location": "eastus2"})
        role = f"{scope}/providers/Microsoft.Authorization/roleAssignments/{uuid.uuid4()}"
        properties = {"roleDefinitionId": CONTRIBUTOR, "principalId": somebody, "principalType": "ServicePrincipal"}
        azure.call("PUT", role, {"properties": properties}, api="2022-04-01").raise_for_status()
        token = azure.token(object_id=somebody)
        begun = azure.call("PUT", deployment_id(GROUP), request(template(identity("one"))), token=token)
        status = ended(azure, begun)
    if scope == SUBSCRIPTION_SCOPE:
        assert status == {"status": "Succeeded"}
    else:
        assert [each["code"] for each in status["error"]["details"]] == ["MissingSubscriptionRegistration"]
