"""Pages of any size make up the whole list, each resource once and in order; and only their own links lead on."""

from collections.abc import Sequence
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from local_azure.identity import SUBSCRIPTION_SCOPE
from tests.local_azure.properties.in_process import InProcess
from tests.local_azure.running import group_id

GROUP = group_id("rg-pages-0")
IDENTITIES = "providers/Microsoft.ManagedIdentity/userAssignedIdentities"
NAMES = ["id-b", "ID-a", "id-B2", "id-a1", "id-A10", "id-a-", "id-c", "id-C9", "id-0"]
LISTS = [f"{GROUP}/resources", f"{SUBSCRIPTION_SCOPE}/resources", f"{SUBSCRIPTION_SCOPE}/resourceGroups"]
FILTERS = ["", "tagName eq 'odd'", "location eq 'eastus2'", "name eq 'nobody'"]


@pytest.fixture(scope="module")
def full(azure: InProcess) -> InProcess:
    for number in range(7):
        azure.put(group_id(f"rg-pages-{number}"), {"location": "eastus2", "tags": {"odd": "yes"} if number % 2 else {}})
    for number, name in enumerate(NAMES):
        body = {"location": "eastus2" if number % 3 else "westus", "tags": {"odd": "yes"} if number % 2 else {}}
        azure.put(f"{GROUP}/{IDENTITIES}/{name}", body)
    return azure


def pages(azure: InProcess, path: str, top: int | None, condition: str) -> Sequence[Sequence[str]]:
    """Follows the links from the first page to the last and returns the ids of each."""
    query = f"$filter={quote(condition)}" + (f"&$top={top}" if top else "")
    found, link = [], f"{path}?{query}"
    while link:
        answer = azure.call("GET", link)
        assert answer.status == 200, answer
        found.append([each["id"] for each in answer.json()["value"]])
        link = answer.json().get("nextLink", "")
        assert len(found) < 100
    return found


@settings(max_examples=40)
@given(path=st.sampled_from(LISTS), top=st.integers(1, 20), condition=st.sampled_from(FILTERS))
def test_pages_of_any_size_make_up_the_list(full: InProcess, path: str, top: int, condition: str) -> None:
    [whole] = pages(full, path, None, condition)
    cut = pages(full, path, top, condition)
    assert [each for page in cut for each in page] == whole
    assert all(len(page) == top for page in cut[:-1])
    assert len(cut[-1]) <= top
    assert len(cut[-1]) > 0 or not whole
    assert len({each.lower() for each in whole}) == len(whole)


@settings(max_examples=40)
@given(
    path=st.sampled_from(LISTS),
    top=st.integers(1, 4),
    new=st.sampled_from(["id-a5", "id-zz", "id-00"]),
    at=st.integers(0, 3),
)
def test_what_comes_or_goes_meanwhile_repeats_nothing_and_loses_nothing(
    full: InProcess, path: str, top: int, new: str, at: int
) -> None:
    [before] = pages(full, path, None, "")
    comes, seen, link, step = f"{GROUP}/{IDENTITIES}/{new}", [], f"{path}?$top={top}", 0
    while link:
        answer = full.call("GET", link).json()
        seen += [each["id"] for each in answer["value"]]
        link = answer.get("nextLink", "")
        if step == at:
            full.put(comes, {"location": "eastus2"})
        step += 1
    full.call("DELETE", comes)
    assert len(set(seen)) == len(seen)
    assert [each for each in seen if each != comes] == before


@settings(max_examples=40)
@given(one=st.sampled_from(LISTS), other=st.sampled_from(LISTS), conditions=st.permutations(FILTERS[:3]))
def test_a_link_leads_on_in_its_own_list_alone(full: InProcess, one: str, other: str, conditions: list[str]) -> None:
    first, second, *_ = conditions
    answer = full.call("GET", f"{one}?$top=1&$filter={quote(first)}").json()
    assume("nextLink" in answer)
    token = quote(parse_qs(urlsplit(answer["nextLink"]).query)["$skiptoken"][0])
    assert full.call("GET", f"{one}?$top=1&$filter={quote(first)}&$skiptoken={token}").status == 200
    assert full.call("GET", f"{one}?$top=1&$filter={quote(second)}&$skiptoken={token}").status == 400
    if other != one:
        assert full.call("GET", f"{other}?$top=1&$filter={quote(first)}&$skiptoken={token}").status == 400


@settings(max_examples=60)
@given(token=st.text(min_size=1, max_size=12) | st.binary(min_size=1, max_size=12).map(lambda made: made.hex()))
def test_a_token_that_was_never_given_is_refused(full: InProcess, token: str) -> None:
    answer = full.call("GET", f"{LISTS[0]}?$skiptoken={quote(token, errors='replace')}")
    assert (answer.status, answer.code) == (400, "BadRequest")


@settings(max_examples=40)
@given(top=st.text(min_size=1, max_size=4) | st.sampled_from(["²", "٣", "0", "-1", "1.0", "00", "9" * 5000]))
def test_a_size_is_a_number_above_0_or_refused(full: InProcess, top: str) -> None:
    answer = full.call("GET", f"{LISTS[0]}?$top={quote(top, errors='replace')}")
    plain = top.isascii() and top.isdecimal() and top.strip("0") != ""
    assert answer.status == (200 if plain else 400), answer
