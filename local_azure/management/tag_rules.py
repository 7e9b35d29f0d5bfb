"""What tags may be, and what becomes of them when others are merged in or deleted: names compare without case."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from local_azure.errors import AzureError, bad_request, invalid_request_content
from local_azure.json_types import JsonValue

Tags = Mapping[str, str]

# azure-docs "tag-resources", as of 2026-10; how the refusals read is as Az.Migrate of azure-powershell repeats them.
MOST: Final = 50
LONGEST_NAME: Final = 512
LONGEST_VALUE: Final = 256
LONGEST_NAMES: Final[Mapping[str, int]] = {"microsoft.storage/storageaccounts": 128}
_RESERVED = re.compile(r"[<>%&\\?/\x00-\x1f\x7f]")


def check_tags(resource_type: str, tags: JsonValue) -> None:
    """Checks the tags of a body.

    Args:
        resource_type: Such as ``Microsoft.Storage/storageAccounts``; some types allow less than others.
        tags: The body's ``tags``; None where it has none.

    Raises:
        AzureError: 400 InvalidTags, InvalidTagName, InvalidTagNameCharacters, InvalidTagValueLength, or
            InvalidRequestContent for what are no tags at all.
    """
    if tags is None:
        return
    if not isinstance(tags, dict) or not all(isinstance(value, str | None) for value in tags.values()):
        raise invalid_request_content("Error converting the value of 'tags': its values must be strings. Path 'tags'.")
    if len({name.lower() for name in tags}) < len(tags):
        raise invalid_request_content("The tags have two names that differ in case alone. Path 'tags'.")
    if len(tags) > MOST:
        raise _invalid(
            "InvalidTags",
            f"Too many tags specified. Requested tag count - '{len(tags)}'. Maximum number of tags allowed - '{MOST}'.",
        )
    _check_names(list(tags), LONGEST_NAMES.get(resource_type.lower(), LONGEST_NAME))
    long = [value for value in tags.values() if len(value or "") > LONGEST_VALUE]
    if long:
        raise _invalid("InvalidTagValueLength", _too_large("value", long, LONGEST_VALUE))


def with_tags(before: Tags, given: Tags) -> Tags:
    """Returns tags with others added or, by name, put in their place."""
    names = {name.lower() for name in given}
    return {**{name: value for name, value in before.items() if name.lower() not in names}, **given}


def without_tags(before: Tags, given: Tags) -> Tags:
    """Returns tags without those of the given names and values, whatever their value where none is given."""
    values = {name.lower(): value for name, value in given.items()}

    def goes(name: str, value: str) -> bool:
        return name.lower() in values and (not values[name.lower()] or values[name.lower()] == value)

    return {name: value for name, value in before.items() if not goes(name, value)}


def _check_names(names: Sequence[str], longest: int) -> None:
    if any(not name.strip() for name in names):
        raise _invalid(
            "InvalidTagName",
            "The tag name must be non-null, non-empty and non-whitespace only. Please provide an actual value.",
        )
    odd = [name for name in names if _RESERVED.search(name)]
    if odd:
        message = f"The tag names '{', '.join(odd)}' have reserved characters '<,>,%,&,\\,?,/' or control characters."
        raise _invalid("InvalidTagNameCharacters", message)
    long = [name for name in names if len(name) > longest]
    if long:
        raise _invalid("InvalidTagName", _too_large("name", long, longest))


def _too_large(what: str, found: Sequence[str], most: int) -> str:
    return (
        f"Tag {what} too large. Following tag {what} '{', '.join(found)}' exceeded the maximum length. "
        f"Maximum allowed length for tag {what} - '{most}' characters."
    )


def _invalid(code: str, message: str) -> AzureError:
    return bad_request(message, code=code, target="tags")
