"""Policy conditions hold as Azure's documentation of policy rules says."""

from datetime import UTC, datetime
from typing import Any

import pytest

from local_azure.errors import AzureError
from local_azure.policy.evaluation import Context, holds
from local_azure.policy.fields import Subject
from local_azure.policy.rule import parse_rule

STORAGE = "Microsoft.Storage/storageAccounts"
ACCOUNT = Subject(
    "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/st1",
    STORAGE,
    "st1",
    {
        "location": "eastus2",
        "kind": "StorageV2",
        "tags": {"Owner": "Somebody", "cost center": "42"},
        "sku": {"name": "Standard_LRS"},
        "identity": {"type": "SystemAssigned"},
        "properties": {
            "allowSharedKeyAccess": False,
            "minimumTlsVersion": "TLS1_2",
            "limit": 5,
            "networkAcls": {"defaultAction": "Deny", "ipRules": [{"value": "1.2.3.4"}, {"value": "5.6.7.8"}]},
        },
    },
)
COMPUTE = Subject(
    "/x",
    "Microsoft.MachineLearningServices/workspaces/computes",
    "gpu",
    {"properties": {"disableLocalAuth": True, "properties": {"vmSize": "Standard_NC24ads_A100_v4"}}},
)


def found(condition: dict[str, Any], subject: Subject = ACCOUNT, **parameters: Any) -> bool:  # noqa: ANN401 -- JSON
    group = {"name": "rg", "location": "westeurope", "tags": {"env": "prod"}}
    context = Context(subject, parameters, group, datetime(2026, 10, 7, tzinfo=UTC))
    return holds(parse_rule(condition), context)


@pytest.mark.parametrize(
    ("field", "operator", "target", "expected"),
    [
        ("type", "equals", "microsoft.storage/STORAGEACCOUNTS", True),
        ("name", "like", "ST*", True),
        ("name", "notLike", "x*", True),
        ("name", "match", "st#", True),
        ("name", "match", "ST#", False),
        ("name", "matchInsensitively", "ST#", True),
        ("name", "match", "??.", True),
        ("name", "notMatch", "##", True),
        ("fullName", "equals", "st1", True),
        ("kind", "in", ["BlobStorage", "storagev2"], True),
        ("kind", "notIn", ["BlobStorage"], True),
        ("location", "equals", "East US 2", True),
        ("location", "notIn", ["East US 2", "westeurope"], False),
        ("identity.type", "contains", "systemassigned", True),
        ("identity.type", "notContains", "user", True),
        ("tags", "exists", True, True),
        ("tags", "containsKey", "owner", True),
        ("tags.owner", "equals", "somebody", True),
        ("tags['cost center']", "equals", "42", True),
        ("tags['missing']", "exists", "false", True),
        (f"{STORAGE}/allowSharedKeyAccess", "equals", "false", True),
        (f"{STORAGE}/allowSharedKeyAccess", "equals", False, True),
        (f"{STORAGE}/allowSharedKeyAccess", "notEquals", True, True),
        (f"{STORAGE}/sku.name", "equals", "standard_lrs", True),
        (f"{STORAGE}/networkAcls.defaultAction", "equals", "Deny", True),
        (f"{STORAGE}/networkAcls.ipRules[*].value", "in", ["1.2.3.4", "5.6.7.8"], True),
        (f"{STORAGE}/networkAcls.ipRules[*].value", "equals", "1.2.3.4", False),
        (f"{STORAGE}/networkAcls.virtualNetworkRules[*].id", "equals", "holds for none", True),
        (f"{STORAGE}/limit", "less", 6, True),
        (f"{STORAGE}/limit", "lessOrEquals", 5, True),
        (f"{STORAGE}/limit", "greater", 5, False),
        (f"{STORAGE}/limit", "greaterOrEquals", "5", False),
        (f"{STORAGE}/minimumTlsVersion", "less", "TLS1_3", True),
        (f"{STORAGE}/missing", "equals", "x", False),
        (f"{STORAGE}/missing", "notEquals", "x", True),
        (f"{STORAGE}/missing", "like", "*", False),
        (f"{STORAGE}/missing", "less", 1, False),
        ("Microsoft.KeyVault/vaults/enablePurgeProtection", "exists", "false", True),
    ],
)
def test_a_field_is_compared(field: str, operator: str, target: object, expected: bool) -> None:
    assert found({"field": field, operator: target}) is expected


def test_a_compute_has_members_of_its_own_and_of_its_kind() -> None:
    prefix = "Microsoft.MachineLearningServices/workspaces/computes"
    assert found({"field": f"{prefix}/disableLocalAuth", "equals": True}, COMPUTE)
    assert found({"field": f"{prefix}/vmSize", "like": "*A100*"}, COMPUTE)


def test_conditions_are_joined() -> None:
    yes, no = {"field": "name", "equals": "st1"}, {"field": "name", "equals": "st2"}
    assert found({"allOf": [yes, {"not": no}, {"anyOf": [no, yes]}]})
    assert not found({"allOf": [yes, no]})
    assert not found({"anyOf": [no, {"not": yes}]})


@pytest.mark.parametrize(
    ("value", "target"),
    [
        ("[parameters('Wanted')]", "x"),
        ("[field('name')]", "st1"),
        ("[concat(field('name'), '-', 'it''s')]", "st1-it's"),
        ("[length(field('tags'))]", 2),
        ("[empty(field('tags'))]", False),
        ("[if(equals(field('kind'), 'storagev2'), 'new', parameters('missing'))]", "new"),
        ("[resourceGroup().tags['env']]", "prod"),
        ("[resourceGroup().location]", "westeurope"),
        ("[subscription().subscriptionId]", "5ca1ab1e-0000-4000-8000-000000000001"),
        ("[split('a,b', ',')[1]]", "b"),
        ("[first(split('a,b', ','))]", "a"),
        ("[last(createArray(1, 2))]", 2),
        ("[toUpper(substring('abc', 1, 1))]", "B"),
        ("[and(contains('abc', 'B'), not(startsWith('abc', 'b')), or(false(), true()))]", True),
        ("[join(intersection(createArray('a', 'b'), createArray('b')), '')]", "b"),
        ("[length(union(createArray(1), createArray(1, 2)))]", 2),
        ("[coalesce(field('missing'), 'there')]", "there"),
        ("[max(int('2'), 3)]", 3),
        ("[utcNow()]", "2026-10-07T00:00:00.0000000Z"),
        (f"[length(field('{STORAGE}/networkAcls.ipRules[*].value'))]", 2),
        (f"[string(field('{STORAGE}/allowSharedKeyAccess'))]", "false"),
    ],
)
def test_a_value_is_evaluated(value: str, target: object) -> None:
    assert found({"value": value, "equals": target}, wanted="x")


def test_targets_may_be_expressions_too() -> None:
    assert found({"field": "location", "in": "[parameters('allowed')]"}, allowed=["East US 2"])
    assert found({"field": "[concat('tags[', parameters('tag'), ']')]", "exists": "false"}, tag="'missing'")
    assert found({"field": "name", "in": ["[toLower('ST1')]"]})
    assert found({"value": "[[no expression]", "equals": "[parameters('text')]"}, text="[no expression]")


def test_elements_are_counted() -> None:
    rules = f"{STORAGE}/networkAcls.ipRules[*]"
    assert found({"count": {"field": rules}, "equals": 2})
    assert found({"count": {"field": rules, "where": {"field": f"{rules}.value", "like": "1.*"}}, "equals": 1})
    where = {"value": "[current('" + rules + "').value]", "equals": "5.6.7.8"}
    assert found({"count": {"field": rules, "where": where}, "equals": 1})
    patterns = {"value": ["st#", "x#"], "name": "pattern", "where": {"field": "name", "match": "[current('pattern')]"}}
    assert found({"count": patterns, "greater": 0})
    assert found({"count": {"field": f"{STORAGE}/missing[*]"}, "equals": 0})


def test_the_comparisons_that_were_made_are_kept() -> None:
    context = Context(ACCOUNT, {}, None, datetime(2026, 10, 7, tzinfo=UTC))
    condition = {"allOf": [{"field": "type", "equals": STORAGE}, {"value": "[length(field('tags'))]", "less": 3}]}
    assert holds(parse_rule(condition), context)
    first, second = context.details
    assert first == {
        "result": "True",
        "expressionKind": "Field",
        "expression": "type",
        "path": "type",
        "expressionValue": STORAGE,
        "targetValue": STORAGE,
        "operator": "Equals",
    }
    assert (second["expressionKind"], second["expressionValue"], second["operator"]) == ("Value", 2, "Less")


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ([], "must be an object"),
        ({}, "must be an object"),
        ({"allOf": {}}, "array of conditions"),
        ({"field": "name"}, "one operator"),
        ({"field": "name", "equals": "a", "like": "b"}, "one operator"),
        ({"field": "name", "value": "x", "equals": "a"}, "one of field, value and count"),
        ({"field": "name", "equalsRoughly": "a"}, "one operator"),
        ({"field": 1, "equals": "a"}, "must be a text"),
        ({"count": {}, "equals": 1}, "either field or value"),
        ({"count": {"field": "a.b"}, "equals": 1}, r"must end with \[\*\]"),
        ({"value": "[concat('a'", "equals": "a"}, None),
        ({"value": "[concat('a']", "equals": "a"}, "is missing"),
        ({"value": "[concat('a'))]", "equals": "a"}, "more after its end"),
        ({"value": "[)]", "equals": "a"}, "a value is expected"),
        ({"value": "[concat(§)]", "equals": "a"}, "nothing known begins"),
        ({"value": "[int('x')]", "equals": "a"}, "can't take its arguments"),
        ({"value": "[parameters('none')]", "equals": "a"}, "no parameter 'none'"),
        ({"value": "[split('a', ',')[3]]", "equals": "a"}, "no element 3"),
        ({"value": "[max()]", "equals": "a"}, "can't take its arguments"),
        ({"value": f"[{'not(' * 100}true(){')' * 100}]", "equals": "a"}, "deeper than 64 levels"),
        ({"field": "name", "in": "storage"}, "compares with an array"),
        ({"count": {"value": 7}, "equals": 1}, "counts the elements of an array"),
    ],
)
def test_what_is_no_rule_is_refused_and_why(condition: Any, told: str | None) -> None:  # noqa: ANN401 -- JSON
    if told is None:
        assert not found(condition)  # no bracket at its end: a text
        return
    with pytest.raises(AzureError, match=told) as caught:
        found(condition)
    assert (caught.value.status, caught.value.code) == (400, "InvalidPolicyRule")


def test_a_function_that_only_azure_has_is_refused_as_such() -> None:
    with pytest.raises(AzureError) as caught:
        parse_rule({"value": "[concat('a', ipRangeContains('10.0.0.0/8', '10.0.0.1'))]", "equals": "a"})
    assert (caught.value.status, caught.value.code) == (501, "NotSupportedByLocalAzure")
