"""What a template says of a resource is compared; what it leaves open isn't."""

from typing import Any

import pytest

from local_azure.deployments.differences import differences, merged


@pytest.mark.parametrize(
    ("before", "wanted", "expected"),
    [
        ({"location": "eastus2", "etag": "1"}, {"location": "East US 2"}, []),
        ({"properties": {"a": 1, "b": 2}}, {"properties": {"a": 1}}, []),
        ({"properties": {"a": 1}}, {"properties": {"a": 2}}, [("properties.a", "Modify")]),
        ({"properties": {}}, {"properties": {"a": {"b": 1}}}, [("properties.a", "Create")]),
        ({"properties": {}}, {"properties": {"a": None, "b": {}}}, []),
        ({"list": [1, 2]}, {"list": [1, 3, 4]}, [("list", "Array")]),
        ({"subnetId": "/A/b"}, {"subnetId": "/a/B"}, []),
        ({"name": "a"}, {"name": "b", "apiVersion": "c"}, []),
    ],
)
def test_differences_are_those_of_members_that_are_named(
    before: dict[str, Any], wanted: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert [(each["path"], each["propertyChangeType"]) for each in differences(before, wanted)] == expected


def test_elements_of_an_array_are_told_by_their_place() -> None:
    [change] = differences({"list": [1, 2, 3]}, {"list": [1, 4]})
    assert [(each["path"], each["propertyChangeType"]) for each in change["children"]] == [
        ("1", "Modify"),
        ("2", "Delete"),
    ]
    [change] = differences({"list": []}, {"list": [1]})
    assert [(each["path"], each["propertyChangeType"]) for each in change["children"]] == [("0", "Create")]


def test_what_is_left_open_stays_afterwards() -> None:
    assert merged({"a": {"b": 1, "c": 2}}, {"a": {"b": 3}}) == {"a": {"b": 3, "c": 2}}
