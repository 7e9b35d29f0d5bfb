"""Parameters take what is given, or their default, and are held to what the template declares."""

import pytest

from local_azure.errors import AzureError
from tests.local_azure.deployments.template.planning import plan
from tests.local_azure.deployments.templates import template


def declared(**parameters: object) -> dict[str, object]:
    return template(parameters=parameters)


def test_defaults_are_evaluated_with_other_parameters_time_and_new_guids() -> None:
    found = plan(
        declared(
            full={"type": "string", "defaultValue": "[concat(parameters('Part'), '-', utcNow('yyyy'))]"},
            part={"type": "string", "defaultValue": "[toLower('ABC')]"},
            id={"type": "string", "defaultValue": "[newGuid()]"},
        )
    )
    assert {each.name: each.value for each in found.parameters} == {
        "full": "abc-2026",
        "part": "abc",
        "id": "fresh-guid",
    }


def test_what_is_given_wins_whatever_its_case() -> None:
    found = plan(declared(size={"type": "int", "defaultValue": 1}), SIZE=3)
    assert found.parameters[0].value == 3


def test_null_counts_as_not_given() -> None:
    assert plan(declared(size={"type": "int", "defaultValue": 1}), size=None).parameters[0].value == 1
    assert plan(declared(size={"type": "int", "nullable": True})).parameters[0].value is None


def test_secure_values_are_never_shown() -> None:
    found = plan(declared(key={"type": "secureString"}), key="hidden").parameters[0]  # pragma: allowlist secret
    assert (found.value, found.shown()) == ("hidden", {"type": "SecureString"})


def test_types_may_be_defined_in_the_template() -> None:
    document = declared(size={"$ref": "#/definitions/small", "defaultValue": 2})
    document["definitions"] = {"small": {"type": "int", "maxValue": 3}}
    assert plan(document).parameters[0].value == 2
    with pytest.raises(AzureError, match="less than or equal to '3'"):
        plan(document, size=4)


@pytest.mark.parametrize(
    ("declaration", "given", "reason"),
    [
        ({"type": "string"}, {}, "The value for the template parameter 'p' at line '1' and column '1' is not provided"),
        ({"type": "string"}, {"p": "a", "q": 1}, "The template parameters 'q' in the parameters file are not valid"),
        ({"type": "string"}, {"p": 1}, "Expected 'String'. Actual 'Integer'"),
        ({"type": "int"}, {"p": True}, "Expected 'Integer'. Actual 'Boolean'"),
        ({"type": "secureObject"}, {"p": []}, "Expected 'Object'. Actual 'Array'"),
        ({"type": "colour"}, {"p": 1}, "has the type 'colour'"),
        ({"type": "string", "allowedValues": ["a", "b"]}, {"p": "c"}, "'c' is not part of the allowed value(s): 'a,b'"),
        ({"type": "array", "allowedValues": ["a", "b"]}, {"p": ["a", "c"]}, "'c' is not part of the allowed value(s)"),
        ({"type": "string", "minLength": 3}, {"p": "ab"}, "greater than or equal to '3'"),
        ({"type": "array", "maxLength": 1}, {"p": [1, 2]}, "less than or equal to '1'"),
        ({"type": "int", "minValue": 3}, {"p": 2}, "greater than or equal to '3'"),
        ({"type": "string", "defaultValue": "[parameters('p')]"}, {}, "circular reference"),
        ({"type": "string", "defaultValue": "[resourceGroup().nothing]"}, {}, "property 'nothing' doesn't exist"),
        ({"$ref": "#/definitions/none"}, {"p": 1}, "is not defined in the template"),
    ],
)
def test_what_is_not_as_declared_is_refused(
    declaration: dict[str, object], given: dict[str, object], reason: str
) -> None:
    with pytest.raises(AzureError) as refused:
        plan(declared(p=declaration), **given)
    assert refused.value.code == "InvalidTemplate"
    assert reason in refused.value.message


def test_a_chain_of_defaults_without_end_is_refused() -> None:
    chain = {f"p{at}": {"type": "int", "defaultValue": f"[parameters('p{at + 1}')]"} for at in range(255)}
    with pytest.raises(AzureError) as refused:
        plan(declared(**chain, p255={"type": "int"}))
    assert refused.value.code == "InvalidTemplate"
