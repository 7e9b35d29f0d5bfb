"""Tags behave as a dictionary whose names have no case, by every way to write them and within Azure's limits."""

from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.local_azure.properties.in_process import InProcess
from tests.local_azure.running import group_id

TAGS_OF = "providers/Microsoft.Resources/tags/default"
ACCOUNT = {"location": "eastus2", "kind": "StorageV2", "sku": {"name": "Standard_LRS"}, "properties": {}}
NAMES = st.sampled_from(["a", "A", "b", "B", "Cost Center", "é"])
VALUES = st.sampled_from(["1", "2", "one", "ONE"])
Tags = dict[str, str]
NEW = count()


def _one_case(tags: Tags) -> Tags:
    return {name: value for name, value in tags.items() if sum(other.lower() == name.lower() for other in tags) == 1}


TAGS = st.dictionaries(NAMES, VALUES, max_size=4).map(_one_case)
STEPS = st.lists(
    st.tuples(st.sampled_from(["PUT", "Merge", "Replace", "Delete", "DELETE", "resource", "patch"]), TAGS), max_size=6
)


def lowered(tags: Tags) -> Tags:
    return {name.lower(): value for name, value in tags.items()}


def after(step: str, before: Tags, given: Tags) -> Tags:
    """Returns what the tags are after a step, names in lower case."""
    match step:
        case "Merge":
            return before | given
        case "Delete":
            return {name: value for name, value in before.items() if given.get(name) != value}
        case "DELETE":
            return {}
        case "patch":
            return before | given if given else before
    return given


@pytest.fixture(scope="module")
def group(azure: InProcess) -> str:
    made = group_id("rg-tagged")
    azure.put(made, {"location": "eastus2"})
    return made


def write(azure: InProcess, scope: str, step: str, tags: Tags) -> None:
    """Writes tags one way."""
    if step in ("resource", "patch"):
        method = "PUT" if step == "resource" else "PATCH"
        answer = azure.call(method, scope, (ACCOUNT if method == "PUT" else {}) | {"tags": tags})
    elif step in ("PUT", "DELETE"):
        answer = azure.call(step, f"{scope}/{TAGS_OF}", {"properties": {"tags": tags}} if step == "PUT" else None)
    else:
        answer = azure.call("PATCH", f"{scope}/{TAGS_OF}", {"operation": step, "properties": {"tags": tags}})
    assert answer.status < 300, (step, answer)
    azure.settle()


@settings(max_examples=40)
@given(steps=STEPS)
def test_tags_are_those_of_a_dictionary_without_case(
    azure: InProcess, group: str, steps: list[tuple[str, Tags]]
) -> None:
    scope, expected = f"{group}/providers/Microsoft.Storage/storageAccounts/sttags{next(NEW)}", {}
    azure.put(scope, ACCOUNT)
    for step, given_tags in steps:
        write(azure, scope, step, given_tags)
        expected = after(step, expected, lowered(given_tags))
        alone = azure.call("GET", f"{scope}/{TAGS_OF}").json()["properties"]["tags"]
        of_resource = azure.call("GET", scope).json().get("tags") or {}
        assert alone == of_resource
        assert lowered(alone) == expected
        assert len(alone) == len(expected)
    listed = azure.call("GET", f"{group}/resources?$filter=name eq '{scope.rsplit('/', 1)[-1]}'").json()["value"]
    assert [lowered(each.get("tags") or {}) for each in listed] == [expected]


LENGTHS = st.sampled_from([1, 127, 128, 129, 256, 257, 511, 512, 513])


@settings(max_examples=40)
@given(number=st.integers(0, 53), name=LENGTHS, value=LENGTHS, at=st.sampled_from(["group", "account"]))
def test_tags_within_the_limits_are_taken_and_others_not(
    azure: InProcess, group: str, number: int, name: int, value: int, at: str
) -> None:
    scope = group if at == "group" else f"{group}/providers/Microsoft.Storage/storageAccounts/stlimits"
    azure.put(scope, ACCOUNT)
    tags = {f"{each}": "v" for each in range(number - 1)} | ({"n" * name: "v" * value} if number else {})
    longest = 512 if at == "group" else 128
    fits = number <= 50 and (not number or (name <= longest and value <= 256))
    for answer in (
        azure.call("PUT", scope, ACCOUNT | {"tags": tags}),
        azure.call("PUT", f"{scope}/{TAGS_OF}", {"properties": {"tags": tags}}),
    ):
        azure.settle()
        assert (answer.status < 300) == fits, answer
        assert fits or answer.code in ("InvalidTags", "InvalidTagName", "InvalidTagValueLength")


@given(odd=st.sampled_from("<>%&\\?/\n\x7f"), before=st.text("ab", max_size=2), behind=st.text("ab", max_size=2))
def test_a_name_with_a_reserved_character_is_refused(
    azure: InProcess, group: str, odd: str, before: str, behind: str
) -> None:
    answer = azure.call("PUT", group, ACCOUNT | {"tags": {f"{before}{odd}{behind}": "v"}})
    assert (answer.status, answer.code) in ((400, "InvalidTagNameCharacters"), (400, "InvalidTagName"))
