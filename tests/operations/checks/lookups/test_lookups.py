"""Each lookup reads Azure's answers as they are, and asks where Azure says that it is to be asked."""

import ipaddress
import json
from collections.abc import Mapping
from typing import Any

import pytest

from infra.provider.arm import Arm
from infra.provider.errors import ArmError
from infra.provider.exchange import Answer
from operations.checks.facts import Deleted, NameAnswer, OfferedModel, Permission, PolicyRefusal, Subscription, Usage
from operations.checks.lookups.cores import cores, family_key, machines
from operations.checks.lookups.deleted import deleted
from operations.checks.lookups.deployments import deployment_capacity, deployments
from operations.checks.lookups.models import models
from operations.checks.lookups.name import name
from operations.checks.lookups.networks import networks
from operations.checks.lookups.permissions import permissions
from operations.checks.lookups.policy import policy_refusals
from operations.checks.lookups.registration import registration
from operations.checks.lookups.resource import resource, resources_in
from operations.checks.lookups.role import assignable_scopes
from operations.checks.lookups.subscription import subscription
from operations.checks.lookups.tokens import tokens
from tests.infra.provider.conftest import FakeArm, FakeClock

COGNITIVE = "/subscriptions/s/providers/Microsoft.CognitiveServices"
ACCOUNT = "/subscriptions/s/resourceGroups/g/providers/Microsoft.CognitiveServices/accounts/a"
LEARNING = "/subscriptions/s/providers/Microsoft.MachineLearningServices/locations/eastus2"


def azure(answers: Mapping[str, object], method: str = "GET") -> Arm:
    """Gives a Resource Manager that answers these paths, and 404 elsewhere."""
    fake = FakeArm()
    for path, body in answers.items():
        fake.handlers[method, path] = lambda _, body=body: Answer(200, {}, json.dumps(body))  # type: ignore[misc]
    return Arm(fake, FakeClock())


def test_a_subscription_has_a_state_and_an_offer() -> None:
    body = {"state": "Enabled", "subscriptionPolicies": {"quotaId": "PayAsYouGo_2014-09-01"}}
    assert subscription(azure({"/subscriptions/s": body}), "s") == Subscription("Enabled", "PayAsYouGo_2014-09-01")
    assert subscription(azure({}), "s") is None


def test_a_provider_that_azure_does_not_list_is_not_registered() -> None:
    arm = azure({"/subscriptions/s/providers/Microsoft.Quota": {"registrationState": "Registering"}})
    assert registration(arm, "s", "Microsoft.Quota") == "Registering"
    assert registration(arm, "s", "Microsoft.Other") == "NotRegistered"


def test_permissions_have_conditions() -> None:
    rows = [{"actions": ["*"], "notActions": ["a/b"], "dataActions": []}, {"actions": ["c"], "condition": "x"}]
    arm = azure({"/subscriptions/s/providers/Microsoft.Authorization/permissions": {"value": rows}})
    assert permissions(arm, "/subscriptions/s") == (Permission(("*",), ("a/b",)), Permission(("c",), (), "x"))


def test_a_role_says_where_it_can_be_assigned() -> None:
    path = "/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/guid"
    arm = azure({path: {"properties": {"assignableScopes": ["/"]}}})
    assert assignable_scopes(arm, "s", "guid") == ("/",)
    assert assignable_scopes(arm, "s", "another") == ()


def test_a_resource_is_read_with_the_version_of_its_type_and_its_region_written_plainly() -> None:
    fake = FakeArm()
    fake.resources[ACCOUNT] = {"id": ACCOUNT, "type": "t", "location": "East US 2", "kind": "AIServices"}
    found = resource(Arm(fake, FakeClock()), ACCOUNT)
    assert found is not None
    assert (found.location, found.kind, found.properties) == ("eastus2", "AIServices", {})
    assert fake.requests[0].query["api-version"] == "2025-06-01"
    assert resource(Arm(fake, FakeClock()), "/subscriptions/s/resourceGroups/other") is None


def test_ids_in_a_group_are_compared_in_lower_case() -> None:
    rows = {"value": [{"id": "/Subscriptions/S/X"}]}
    arm = azure({"/subscriptions/s/resourceGroups/g/resources": rows})
    assert resources_in(arm, "/subscriptions/s/resourceGroups/g") == {"/subscriptions/s/x"}
    assert resources_in(arm, "/subscriptions/s/resourceGroups/other") == frozenset()


def test_names_are_asked_of_the_service_that_gives_them_out() -> None:
    storage = "/subscriptions/s/providers/Microsoft.Storage/checkNameAvailability"
    domain = f"{COGNITIVE}/checkDomainAvailability"
    answers = {
        storage: {"nameAvailable": False, "reason": "AlreadyExists", "message": "taken"},
        domain: {"isSubdomainAvailable": True},
    }
    arm = azure(answers, "POST")
    assert name(arm, "s", "storage_account", "st") == NameAnswer(free=False, message="taken")
    assert name(arm, "s", "ai_services", "ais") == NameAnswer(free=True)


def test_an_answer_that_does_not_say_that_a_name_is_free_is_no_yes() -> None:
    path = "/subscriptions/s/providers/Microsoft.KeyVault/checkNameAvailability"
    assert not name(azure({path: {}}, "POST"), "s", "key_vault", "kv").free


def test_a_deleted_vault_tells_its_protection_and_its_last_day() -> None:
    path = "/subscriptions/s/providers/Microsoft.KeyVault/locations/eastus2/deletedVaults/kv"
    body = {"properties": {"purgeProtectionEnabled": True, "scheduledPurgeDate": "2026-12-01"}}
    found = deleted(azure({path: body}), "s", "vault", "eastus2", "g", "kv")
    assert found == Deleted(purge_protected=True, purged_on="2026-12-01")
    assert deleted(azure({}), "s", "account", "eastus2", "g", "ais") is None


def test_usages_of_models_are_counted_in_units_of_capacity() -> None:
    rows = [{"name": {"value": "OpenAI.Standard.gpt-4o"}, "currentValue": 30.0, "limit": 450.0}]
    arm = azure({f"{COGNITIVE}/locations/eastus2/usages": {"value": rows}})
    assert tokens(arm, "s", "eastus2") == {"OpenAI.Standard.gpt-4o": Usage(30, 450)}


def test_models_are_those_that_accounts_can_deploy() -> None:
    model = {
        "name": "gpt-4o",
        "version": "2024-08-06",
        "lifecycleStatus": "Deprecating",
        "deprecation": {"inference": "2027-04-14T00:00:00Z"},
        "skus": [{"name": "Standard", "usageName": "OpenAI.Standard.gpt-4o"}],
        "capabilities": {"fineTune": "true"},
    }
    other = {"name": "whisper", "version": "1"}
    rows = [{"kind": "AIServices", "model": model}, {"kind": "OpenAI", "model": model}, {"kind": "X", "model": other}]
    (found,) = models(azure({f"{COGNITIVE}/locations/eastus2/models": {"value": rows}}), "s", "eastus2")
    skus = {"Standard": "OpenAI.Standard.gpt-4o"}
    assert found == OfferedModel("gpt-4o", "2024-08-06", "Deprecating", "2027-04-14T00:00:00Z", skus, fine_tunes=True)


def test_deployments_of_a_version_are_found_in_all_accounts() -> None:
    def deployment(label: str, version: str) -> dict[str, Any]:
        properties = {"model": {"name": "gpt-4o", "version": version}}
        return {"id": f"{ACCOUNT}/deployments/{label}", "properties": properties, "sku": {"name": "S", "capacity": 5}}

    rows = [deployment("one", "2024-08-06"), deployment("two", "2024-11-20")]
    answers = {
        f"{COGNITIVE}/accounts": {"value": [{"id": ACCOUNT}]},
        f"{ACCOUNT}/deployments": {"value": rows},
        f"{ACCOUNT}/deployments/one": rows[0],
    }
    assert deployments(azure(answers), "s", "gpt-4o", "2024-08-06") == (f"{ACCOUNT}/deployments/one",)
    assert deployment_capacity(azure(answers), f"{ACCOUNT}/deployments/one") == ("S.gpt-4o", 5)
    assert deployment_capacity(azure(answers), f"{ACCOUNT}/deployments/none") is None


def test_cores_are_counted_by_family_however_it_is_written() -> None:
    usages = f"{LEARNING}/usages"
    rows = [
        {
            "id": f"{usages}/Standard_NCADSA100v4_Family_Cluster_Dedicated_vCPUs",
            "type": "Microsoft.MachineLearningServices/vmFamily/usages",
            "name": {"value": "Standard NCADSA100v4 Family Cluster Dedicated vCPUs"},
            "currentValue": 24,
            "limit": 48,
        },
        {
            "id": f"{LEARNING}/workspaces/w/usages/Standard_NCADSA100v4_Family_Cluster_Dedicated_vCPUs",
            "type": "Microsoft.MachineLearningServices/workspaces/vmFamily/usages",
            "currentValue": 0,
            "limit": 1,
        },
        {"id": f"{usages}/x", "type": "Microsoft.MachineLearningServices/totalCores/usages", "limit": 2},
        {"id": f"{usages}/low", "type": "Microsoft.MachineLearningServices/vmFamily/usages", "limit": -1},
    ]
    found = cores(azure({usages: {"value": rows}}), "s", "eastus2")
    assert found == {family_key("Standard NCADSA100v4 Family"): Usage(24, 48)}


def test_machines_are_compared_in_lower_case() -> None:
    arm = azure({f"{LEARNING}/vmSizes": {"value": [{"name": "Standard_E4s_v3"}]}})
    assert machines(arm, "s", "eastus2") == {"standard_e4s_v3"}


def test_networks_have_their_ipv4_ranges() -> None:
    space = {"addressSpace": {"addressPrefixes": ["10.0.0.0/16", "fd00::/48"]}}
    path = "/subscriptions/s/providers/Microsoft.Network/virtualNetworks"
    arm = azure({path: {"value": [{"id": "/vnet", "properties": space}]}})
    assert networks(arm, "s") == {"/vnet": (ipaddress.IPv4Network("10.0.0.0/16"),)}


@pytest.mark.parametrize(
    ("path", "sent"),
    [("location", True), ("tags['owner']", True), ("tags.owner", True), ("properties.x", False), ("locations", False)],
)
def test_a_policy_refuses_by_what_was_sent_or_by_more(path: str, sent: bool) -> None:
    evaluation = {
        "policyInfo": {"policyAssignmentId": "/policy"},
        "evaluationResult": "NonCompliant",
        "evaluationDetails": {"evaluatedExpressions": [{"path": "type"}, {"path": path}]},
    }
    fine = {"policyInfo": {"policyAssignmentId": "/other"}, "evaluationResult": "Compliant"}
    body = {"contentEvaluationResult": {"policyEvaluations": [evaluation, fine]}}
    arm = azure({"/g/providers/Microsoft.PolicyInsights/checkPolicyRestrictions": body}, "POST")
    resource_ = {"type": "t", "apiVersion": "v", "location": "eastus2", "tags": {}}
    assert policy_refusals(arm, "/g", resource_) == (PolicyRefusal("/policy", ("type", path), by_what_was_sent=sent),)


def test_a_refusal_is_told() -> None:
    with pytest.raises(ArmError):
        name(azure({}), "s", "key_vault", "kv")
