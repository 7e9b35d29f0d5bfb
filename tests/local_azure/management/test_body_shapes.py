"""Members of bodies that are of another kind than Azure's are refused, with the member as target."""

import pytest

from local_azure.errors import AzureError
from local_azure.management.body_shapes import check_shape

VAULTS = "Microsoft.KeyVault/vaults"


def test_a_body_of_azures_kinds_is_taken_and_what_is_not_known_may_be_anything() -> None:
    rules = {"ipRules": [{"value": "203.0.113.10", "own": 7}], "virtualNetworkRules": None}
    check_shape(VAULTS, {"location": "eastus2", "properties": {"networkAcls": rules, "own": [None, {}]}})
    check_shape("Microsoft.None/nothing", {"properties": {"a": 1}})


@pytest.mark.parametrize(
    ("properties", "target"),
    [
        ({"networkAcls": "Deny"}, "properties.networkAcls"),
        ({"networkAcls": {"ipRules": {"value": "x"}}}, "properties.networkAcls.ipRules"),
        ({"networkAcls": {"ipRules": [{"value": 7}]}}, "properties.networkAcls.ipRules[0].value"),
        ({"networkAcls": {"ipRules": [None]}}, "properties.networkAcls.ipRules[0]"),
        ({"accessPolicies": [{"permissions": {"secrets": "get"}}]}, "properties.accessPolicies[0].permissions.secrets"),
    ],
)
def test_a_member_of_another_kind_is_refused(properties: dict[str, object], target: str) -> None:
    with pytest.raises(AzureError) as refused:
        check_shape(VAULTS, {"properties": properties})
    assert (refused.value.status, refused.value.code, refused.value.target) == (400, "InvalidRequestContent", target)


def test_the_identity_of_any_type_is_looked_at() -> None:
    with pytest.raises(AzureError, match=r"identity\.userAssignedIdentities"):
        check_shape("Microsoft.None/nothing", {"identity": {"userAssignedIdentities": ["one"]}})


def test_a_boolean_is_no_number_and_a_number_no_boolean() -> None:
    with pytest.raises(AzureError, match="retentionInDays"):
        check_shape("Microsoft.OperationalInsights/workspaces", {"properties": {"retentionInDays": True}})
    with pytest.raises(AzureError, match="registrationEnabled"):
        check_shape("Microsoft.Network/privateDnsZones/virtualNetworkLinks", {"properties": {"registrationEnabled": 1}})
