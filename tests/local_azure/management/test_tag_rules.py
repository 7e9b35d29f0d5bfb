"""Tags are refused in Azure's words, and merged and deleted without regard to the case of their names."""

import pytest

from local_azure.errors import AzureError
from local_azure.management.tag_rules import check_tags, with_tags, without_tags

GROUPS, ACCOUNTS = "Microsoft.Resources/resourceGroups", "Microsoft.Storage/storageAccounts"


@pytest.mark.parametrize(
    ("resource_type", "tags", "code"),
    [
        (GROUPS, {str(number): "v" for number in range(51)}, "InvalidTags"),
        (GROUPS, {"n" * 513: "v"}, "InvalidTagName"),
        (ACCOUNTS, {"n" * 129: "v"}, "InvalidTagName"),
        (GROUPS, {" ": "v"}, "InvalidTagName"),
        (GROUPS, {"a/b": "v"}, "InvalidTagNameCharacters"),
        (GROUPS, {"n": "v" * 257}, "InvalidTagValueLength"),
        (GROUPS, {"a": "v", "A": "v"}, "InvalidRequestContent"),
        (GROUPS, {"a": 1}, "InvalidRequestContent"),
        (GROUPS, ["a"], "InvalidRequestContent"),
    ],
)
def test_tags_beyond_the_limits_are_refused(resource_type: str, tags: object, code: str) -> None:
    with pytest.raises(AzureError) as refused:
        check_tags(resource_type, tags)
    assert (refused.value.status, refused.value.code) == (400, code)


def test_tags_within_the_limits_are_taken() -> None:
    check_tags(GROUPS, None)
    check_tags(GROUPS, {"n" * 512: "v" * 256, **{str(number): "" for number in range(49)}})


def test_names_of_tags_have_no_case() -> None:
    assert with_tags({"Owner": "me", "b": "1"}, {"owner": "you"}) == {"b": "1", "owner": "you"}
    assert without_tags({"Owner": "me", "b": "1"}, {"OWNER": "me", "b": "2"}) == {"b": "1"}
    assert without_tags({"Owner": "me"}, {"owner": ""}) == {}
