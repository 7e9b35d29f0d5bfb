"""Each function gives what ARM's documentation says, and refuses what ARM refuses."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from local_azure.deployments.language.errors import ExpressionError
from local_azure.deployments.language.scope import UnknownYetError, Wanted
from tests.local_azure.deployments.language.expressions import GROUP, PLACE, SUBSCRIPTION, value

STRINGS = [
    ("concat('a', 1, true())", "a1True"),
    ("concat(createArray(1), createArray(2))", [1, 2]),
    ("endsWith('abcDEF', 'def')", True),
    ("startsWith('abc', 'b')", False),
    ("format('{0}-{1:D3} {{x}} {2}', 'a', 7, true())", "a-007 {x} True"),
    ("join(createArray('a', 'b'), ', ')", "a, b"),
    ("padLeft('7', 3, '0')", "007"),
    ("replace('a-b-c', '-', '')", "abc"),
    ("split('a,b;c', createArray(',', ';'))", ["a", "b", "c"]),
    ("split('a.b', '.')", ["a", "b"]),
    ("substring('hello', 1, 3)", "ell"),
    ("substring('hello', 3)", "lo"),
    ("toUpper(toLower('aB'))", "AB"),
    ("trim('  a ')", "a"),
]
COLLECTIONS = [
    ("array('a')", ["a"]),
    ("contains('abc', 'b')", True),
    ("contains(createArray(1, 2), 3)", False),
    ("contains(createObject('Aa', 1), 'aA')", True),
    ("createObject('a', 1, 'b', createArray())", {"a": 1, "b": []}),
    ("empty('')", True),
    ("empty(null())", True),
    ("empty(createArray(0))", False),
    ("first('abc')", "a"),
    ("last(createArray(1, 2))", 2),
    ("first(createArray())", None),
    ("flatten(createArray(createArray(1), createArray(2, 3)))", [1, 2, 3]),
    ("indexOf('Test', 'T')", 0),
    ("lastIndexOf(createArray(1, 2, 1), 1)", 2),
    ("intersection(createArray(1, 2, 3), createArray(3, 2))", [2, 3]),
    ("intersection(createObject('a', 1, 'b', 2), createObject('a', 1, 'b', 3))", {"a": 1}),
    ("items(createObject('b', 1, 'a', 2))", [{"key": "a", "value": 2}, {"key": "b", "value": 1}]),
    ("length(createObject('a', 1))", 1),
    ("objectKeys(createObject('b', 1, 'a', 2))", ["a", "b"]),
    ("range(5, 3)", [5, 6, 7]),
    ("skip(createArray(1, 2, 3), 2)", [3]),
    ("take('abc', 2)", "ab"),
    ("shallowMerge(createArray(createObject('a', 1), createObject('a', 2)))", {"a": 2}),
    ("tryGet(createObject('a', createArray(1)), 'a', 0)", 1),
    ("tryGet(createObject('a', 1), 'b')", None),
    ("union(createArray(1, 2, 2), createArray(3, 1))", [1, 2, 3]),
    (
        "union(createObject('a', createObject('x', 1)), createObject('a', createObject('y', 2)))",
        {"a": {"x": 1, "y": 2}},
    ),
]
OTHERS = [
    ("base64ToString(base64('héllo'))", "héllo"),
    ("base64ToJson(base64('{\"a\": [1]}'))", {"a": [1]}),
    ("bool('TRUE')", True),
    ("bool(0)", False),
    ("int('42')", 42),
    ("json('{\"a\": null}')", {"a": None}),
    ("string(createObject('a', createArray(1, true())))", '{"a":[1,true]}'),
    ("uri('http://contoso.com/resources/', 'nested/a.json')", "http://contoso.com/resources/nested/a.json"),
    ("uriComponent('https://a/b c')", "https%3A%2F%2Fa%2Fb%20c"),
    ("uriComponentToString('a%20b')", "a b"),
    ("add(2, 3)", 5),
    ("sub(2, 3)", -1),
    ("mul(4, -3)", -12),
    ("div(-7, 2)", -3),
    ("mod(-7, 2)", -1),
    ("min(3, 1, 2)", 1),
    ("max(createArray(3, 1))", 3),
    ("equals(1, true())", False),
    ("equals(createObject('a', createArray(1)), createObject('a', createArray(1)))", True),
    ("and(true(), true(), false())", False),
    ("or(false(), true())", True),
    ("not(false())", True),
    ("greater(2, 1)", True),
    ("lessOrEquals('a', 'b')", True),
    ("coalesce(null(), null())", None),
    ("filter(range(0, 5), lambda('i', greater(lambdaVariables('i'), 2)))", [3, 4]),
    ("map(createArray('a'), lambda('x', 'i', concat(lambdaVariables('x'), lambdaVariables('i'))))", ["a0"]),
    ("reduce(range(1, 4), 0, lambda('sum', 'x', add(lambdaVariables('sum'), lambdaVariables('x'))))", 10),
    ("sort(createArray(3, 1, 2), lambda('a', 'b', less(lambdaVariables('a'), lambdaVariables('b'))))", [1, 2, 3]),
    ("toObject(createArray('a'), lambda('x', lambdaVariables('x')), lambda('x', 1))", {"a": 1}),
]
ADDRESSES = [
    (
        "parseCidr('10.144.0.0/20')",
        {
            "network": "10.144.0.0",
            "netmask": "255.255.240.0",
            "broadcast": "10.144.15.255",
            "firstUsable": "10.144.0.1",
            "lastUsable": "10.144.15.254",
            "cidr": 20,
        },
    ),
    ("cidrSubnet('10.144.0.0/20', 24, 15)", "10.144.15.0/24"),
    ("cidrSubnet('fdad:3236:5555::/48', 64, 1)", "fdad:3236:5555:1::/64"),
    ("cidrHost('10.144.3.0/24', 0)", "10.144.3.1"),
]
PLACES = [
    ("resourceId('Microsoft.X/a/b', 'm', 'n')", f"{GROUP}/providers/Microsoft.X/a/m/b/n"),
    (
        "resourceId('other', 'Microsoft.X/a', 'm')",
        f"/subscriptions/{SUBSCRIPTION}/resourceGroups/other/providers/Microsoft.X/a/m",
    ),
    ("resourceId('s', 'g', 'Microsoft.X/a', 'm')", "/subscriptions/s/resourceGroups/g/providers/Microsoft.X/a/m"),
    ("subscriptionResourceId('Microsoft.X/a', 'm')", f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.X/a/m"),
    ("tenantResourceId('Microsoft.X/a', 'm')", "/providers/Microsoft.X/a/m"),
    ("extensionResourceId('/subscriptions/s', 'Microsoft.X/a', 'm')", "/subscriptions/s/providers/Microsoft.X/a/m"),
    ("resourceGroup().id", GROUP),
    ("subscription().subscriptionId", SUBSCRIPTION),
    ("tenant().tenantId", "tenant"),
    ("deployment().name", "trial"),
    ("deployer().objectId", "somebody"),
    ("environment().suffixes.storage", "core.windows.net"),
]


@pytest.mark.parametrize(("expression", "expected"), STRINGS + COLLECTIONS + OTHERS + ADDRESSES + PLACES)
def test_a_function_gives_its_value(expression: str, expected: object) -> None:
    found = value(expression)
    assert (found, type(found)) == (expected, type(expected))


@pytest.mark.parametrize(
    "expression",
    [
        "concat(createArray(1), 'a')",
        "format('{1}', 'a')",
        "replace('a', '', 'b')",
        "substring('abc', 2, 2)",
        "padLeft('a', 1000000)",
        "contains(1, 1)",
        "createObject('a')",
        "empty(1)",
        "range(0, 10001)",
        "union(createArray(1), createObject())",
        "base64ToString('no base64')",
        "bool('perhaps')",
        "int('3.5')",
        "int(true())",
        "json('{')",
        "json('1e999')",
        """json('"\\ud800"')""",
        "createArray(lambda('x', 1))",
        "lambda('x', 1)",
        "if(true(), lambda('x', 1), 2)",
        "map(createArray(1), lambda('x', lambda('y', 1)))",
        "div(1, 0)",
        "mul(9223372036854775807, 2)",
        "min()",
        "and(true(), 1)",
        "greater(1, 'a')",
        "if(1, 2, 3)",
        "map(createArray(1), 'no function')",
        "filter(createArray(1), lambda('i', 1))",
        "lambdaVariables('none')",
        "resourceId('Microsoft.X/a/b', 'm')",
        "resourceId('m', 'n')",
        "copyIndex()",
        "parameters('none')",
        "variables('none')",
        "utcNow()",
        "newGuid()",
        "reference('a')",
        "listKeys('a', '2023-01-01')",
        "uniqueString(1)",
        "parseCidr('10.0.0.0/33')",
        "cidrSubnet('10.0.0.0/24', 16, 0)",
        "cidrSubnet('10.0.0.0/24', 25, 2)",
        "cidrHost('10.0.0.0/30', 2)",
    ],
)
def test_a_function_refuses_what_it_can_not_do(expression: str) -> None:
    with pytest.raises(ExpressionError):
        value(expression)


def test_guid_is_a_name_in_the_namespace_of_templates() -> None:
    name = uuid.uuid5(uuid.UUID("11fb06fb-712d-4ddd-98c7-e71bbd588830"), "a-b")
    assert value("guid('a', 'b')") == str(name)


def test_unique_string_is_the_hash_that_terraforms_azapi_computes() -> None:
    # Its own test case.
    assert (
        value("uniqueString('/subscriptions/00000000-0000-0000-0000-000000000000', 'resource-id')") == "cwvxuqg24sifi"
    )


@pytest.mark.parametrize("length", range(1, 12))
def test_unique_string_has_thirteen_letters_whatever_it_is_of(length: int) -> None:
    found = value(f"uniqueString('{'x' * length}')")
    assert len(found) == 13
    assert set(found) <= set("abcdefghijklmnopqrstuvwxyz234567")


def test_time_and_new_guids_are_for_default_values() -> None:
    moment = datetime(2026, 10, 7, 12, 30, 5, tzinfo=UTC)
    assert value("utcNow()", now=moment) == "20261007T123005Z"
    assert value("utcNow('yyyy-MM-dd HH:mm')", now=moment) == "2026-10-07 12:30"
    assert value("utcNow('s')", now=moment) == "2026-10-07T12:30:05"
    assert value("newGuid()", new_guid=lambda: "fresh") == "fresh"
    with pytest.raises(ExpressionError, match="isn't understood"):
        value("utcNow('dddd')", now=moment)


def test_a_subscription_has_no_resource_group() -> None:
    at_subscription = replace(PLACE, scope=f"/subscriptions/{SUBSCRIPTION}", group=None)
    with pytest.raises(ExpressionError, match="RESOURCEGROUP"):
        value("resourceGroup()", place=at_subscription)
    expected = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/g/providers/Microsoft.X/a/m"
    assert value("resourceId('g', 'Microsoft.X/a', 'm')", place=at_subscription) == expected


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("reference('a')", Wanted("reference", "a")),
        ("reference('a', '2023-01-01', 'Full')", Wanted("reference", "a", "2023-01-01", is_full=True)),
        ("listKeys('/a', '2023-01-01')", Wanted("action", "/a", "2023-01-01", "listKeys")),
        (
            "listAccountSas('/a', '2023-01-01', createObject('b', 1))",
            Wanted("action", "/a", "2023-01-01", "listAccountSas", '{"b": 1}'),
        ),
    ],
)
def test_what_is_deployed_is_asked_for(expression: str, wanted: Wanted) -> None:
    with pytest.raises(UnknownYetError) as unknown:
        value(expression, known={})
    assert unknown.value.wanted == wanted
