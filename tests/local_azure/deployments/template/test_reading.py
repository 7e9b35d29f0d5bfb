"""A template has ARM's sections and keeps to ARM's limits."""

import pytest

from local_azure.deployments.template.reading import read_template
from local_azure.errors import AzureError
from tests.local_azure.deployments.templates import identity, template


def test_sections_are_read_without_regard_to_case() -> None:
    found = read_template({**template(identity("a")), "Variables": {"x": 1}, "languageVersion": "2.0"})
    assert found.variables == {"x": 1}
    assert [each.members["name"] for each in found.resources] == ["a"]


def test_resources_have_symbolic_names_in_version_2() -> None:
    found = read_template({**template(), "resources": {"mine": identity("a")}})
    assert [each.symbol for each in found.resources] == ["mine"]


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ([], "not a JSON object"),
        ({"resources": []}, "$schema"),
        ({**template(), "contentVersion": None}, "contentVersion"),
        ({**template(), "resources": "none"}, "neither an array nor an object"),
        ({**template(), "resources": ["none"]}, "is no object"),
        ({**template(), "parameters": []}, "parameters are no object"),
        ({**template(), "outputs": {"a": 1}}, "which is no object"),
        ({**template(), "extras": {}}, "Could not find member 'extras'"),
        (template(*({"name": str(at)} for at in range(801))), "Limit: 800 and actual: 801"),
        (template(parameters={str(at): {"type": "int"} for at in range(257)}), "Limit: 256"),
        (template(variables={str(at): at for at in range(257)}), "Limit: 256"),
        (template(outputs={str(at): {} for at in range(65)}), "Limit: 64"),
    ],
)
def test_what_is_no_template_is_refused(document: object, reason: str) -> None:
    with pytest.raises(AzureError) as refused:
        read_template(document)
    assert (refused.value.status, refused.value.code) == (400, "InvalidTemplate")
    assert reason in refused.value.message


def test_functions_of_ones_own_are_not_here() -> None:
    with pytest.raises(AzureError) as refused:
        read_template(template(functions=[{"namespace": "mine", "members": {}}]))
    assert refused.value.status == 501
