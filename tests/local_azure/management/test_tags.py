"""Tags are read and changed by themselves, of a resource, a group or the subscription."""

from collections.abc import Mapping

import pytest

from local_azure.identity import SUBSCRIPTION_SCOPE
from tests.local_azure.running import LocalAzure

TAGS = "/providers/Microsoft.Resources/tags/default"


def _set(local_azure: LocalAzure, scope: str, tags: Mapping[str, str], operation: str = "") -> Mapping[str, str]:
    body = {"properties": {"tags": tags}} | ({"operation": operation} if operation else {})
    answer = local_azure.call("PATCH" if operation else "PUT", f"{scope}{TAGS}", body)
    assert answer.status_code == 200, answer.text
    found: Mapping[str, str] = answer.json()["properties"]["tags"]
    return found


def test_the_tags_of_a_group_are_those_that_were_put(local_azure: LocalAzure, group: str) -> None:
    _set(local_azure, group, {"a": "1", "b": "2"})
    assert local_azure.call("GET", group).json()["tags"] == {"a": "1", "b": "2"}
    assert local_azure.call("GET", f"{group}{TAGS}").json() == {
        "id": f"{group}{TAGS}",
        "name": "default",
        "type": "Microsoft.Resources/tags",
        "properties": {"tags": {"a": "1", "b": "2"}},
    }


@pytest.mark.parametrize(
    ("operation", "given", "left"),
    [
        ("Merge", {"b": "3", "c": "4"}, {"a": "1", "b": "3", "c": "4"}),
        ("Replace", {"c": "4"}, {"c": "4"}),
        ("Delete", {"a": "1", "b": "other"}, {"b": "2"}),
    ],
)
def test_tags_are_merged_replaced_or_deleted(
    local_azure: LocalAzure, group: str, operation: str, given: Mapping[str, str], left: Mapping[str, str]
) -> None:
    _set(local_azure, group, {"a": "1", "b": "2"})
    assert _set(local_azure, group, given, operation) == left


def test_tags_of_the_subscription_are_kept_and_deleted(local_azure: LocalAzure) -> None:
    _set(local_azure, SUBSCRIPTION_SCOPE, {"whole": "yes"})
    assert local_azure.call("GET", f"{SUBSCRIPTION_SCOPE}{TAGS}").json()["properties"]["tags"] == {"whole": "yes"}
    assert local_azure.call("DELETE", f"{SUBSCRIPTION_SCOPE}{TAGS}").status_code == 200
    assert local_azure.call("GET", f"{SUBSCRIPTION_SCOPE}{TAGS}").json()["properties"]["tags"] == {}


def test_names_of_tags_are_counted_by_their_values(local_azure: LocalAzure, group: str) -> None:
    _set(local_azure, group, {"counted": "once"})
    names = {
        each["tagName"]: each for each in local_azure.call("GET", f"{SUBSCRIPTION_SCOPE}/tagNames").json()["value"]
    }
    assert names["counted"]["count"] == {"type": "Total", "value": 1}
    assert [each["tagValue"] for each in names["counted"]["values"]] == ["once"]


def test_an_unknown_operation_and_a_missing_resource_are_refused(local_azure: LocalAzure, group: str) -> None:
    body = {"operation": "Swap", "properties": {"tags": {}}}
    assert local_azure.call("PATCH", f"{group}{TAGS}", body).json()["error"]["code"] == "InvalidTagOperation"
    assert local_azure.call("PUT", f"{group}{TAGS}", {}).json()["error"]["code"] == "InvalidRequestContent"
    assert local_azure.call("GET", f"{group}-none{TAGS}").status_code == 404
