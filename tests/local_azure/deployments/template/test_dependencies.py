"""Resources wait for what they name and refer to, and never in a circle."""

import pytest

from local_azure.errors import AzureError
from tests.local_azure.deployments.template.planning import plan
from tests.local_azure.deployments.templates import IDENTITIES, identity, template


def waits(document: object) -> dict[str, set[str]]:
    found = plan(document)
    names = {one.id.lower(): one.name for one in found.resources}
    return {names[key]: {names[each] for each in waited} for key, waited in found.waits.items()}


@pytest.mark.parametrize("name", ["a", f"[resourceId('{IDENTITIES}', 'a')]", f"{IDENTITIES}/a"])
def test_dependencies_are_named_in_three_ways(name: str) -> None:
    assert waits(template(identity("b", dependsOn=[name]), identity("a"))) == {"a": set(), "b": {"a"}}


def test_references_are_dependencies() -> None:
    by_name = identity("b", tags={"x": "[reference('a').principalId]"})
    by_id = identity("c", tags={"x": f"[listKeys(resourceId('{IDENTITIES}', 'a'), '2023-01-31').x]"})
    assert waits(template(by_name, by_id, identity("a"))) == {"a": set(), "b": {"a"}, "c": {"a"}}


def test_symbolic_names_are_dependencies() -> None:
    document = {**template(), "resources": {"first": identity("a"), "then": identity("b", dependsOn=["first"])}}
    assert waits(document) == {"a": set(), "b": {"a"}}


def test_a_loop_is_waited_for_as_a_whole() -> None:
    loop = identity("[concat('a', copyIndex())]", copy={"name": "loop", "count": 2})
    assert waits(template(loop, identity("b", dependsOn=["loop"])))["b"] == {"a0", "a1"}


def test_a_serial_loop_goes_in_batches() -> None:
    copy = {"name": "loop", "count": 5, "mode": "serial", "batchSize": 2}
    found = waits(template(identity("[concat('a', copyIndex())]", copy=copy)))
    assert found == {"a0": set(), "a1": set(), "a2": {"a0", "a1"}, "a3": {"a0", "a1"}, "a4": {"a2", "a3"}}


def test_what_is_not_written_is_not_waited_for() -> None:
    document = template(identity("a", condition=False), identity("b", dependsOn=["a"]))
    assert waits(document) == {"b": set()}


def test_a_circle_is_refused() -> None:
    document = template(identity("a", dependsOn=["c"]), identity("b", dependsOn=["a"]), identity("c", dependsOn=["b"]))
    with pytest.raises(AzureError) as refused:
        plan(document)
    assert refused.value.code == "InvalidTemplate"
    assert "Circular dependency detected on resource" in refused.value.message
