"""Lists of resources come in pages of the size that is asked for, each resource once."""

from typing import Any
from urllib.parse import urlsplit

import pytest

from local_azure.identity import SUBSCRIPTION_SCOPE
from tests.local_azure.management.arm_client import arm_client
from tests.local_azure.running import LocalAzure, group_id

NAMES = [f"rg-paged-{number}" for number in range(5)]
PAGED = "$filter=tagName eq 'paged'"


@pytest.fixture
def paged(local_azure: LocalAzure) -> None:
    for name in NAMES:
        local_azure.put(group_id(name), {"location": "eastus2", "tags": {"paged": "yes"}})


@pytest.mark.usefixtures("paged")
@pytest.mark.parametrize(("top", "sizes"), [(2, [2, 2, 1]), (5, [5]), (7, [5])])
def test_pages_lead_on_until_all_have_been_listed_once(local_azure: LocalAzure, top: int, sizes: list[int]) -> None:
    url, found = f"{SUBSCRIPTION_SCOPE}/resourceGroups?{PAGED}&$top={top}", []
    while url:
        page = local_azure.call("GET", url).json()
        found.append([each["name"] for each in page["value"]])
        link = page.get("nextLink")
        url = link and urlsplit(link)._replace(scheme="", netloc="").geturl()
    assert [len(names) for names in found] == sizes
    assert [name for names in found for name in names] == NAMES


@pytest.mark.usefixtures("paged")
def test_azures_own_client_goes_from_page_to_page_and_on_from_any_of_them(local_azure: LocalAzure) -> None:
    path = f"{SUBSCRIPTION_SCOPE}/resourceGroups?{PAGED}&$top=2"
    with arm_client(local_azure) as client:
        pages: Any = client.listed(path).by_page()
        assert [each["name"] for each in next(pages)] == NAMES[:2]
        rest: Any = client.listed(path).by_page(pages.continuation_token)
        assert [[each["name"] for each in page] for page in rest] == [NAMES[2:4], NAMES[4:]]


@pytest.mark.usefixtures("paged")
def test_a_link_is_a_whole_one_to_azure_and_keeps_what_was_asked(local_azure: LocalAzure) -> None:
    link = local_azure.call("GET", f"{SUBSCRIPTION_SCOPE}/resourceGroups?{PAGED}&$top=1").json()["nextLink"]
    assert link.startswith("https://management.azure.com/subscriptions/")
    assert "tagName" in link
    assert "api-version" in link


@pytest.mark.parametrize(
    "query", ["$top=none", "$top=0", "$top=-1", "$top=%C2%B2", "$skiptoken=%ff", "$skiptoken=abc", "$skiptoken=YWJj"]
)
def test_a_size_or_a_token_that_is_none_is_refused(local_azure: LocalAzure, query: str) -> None:
    assert local_azure.call("GET", f"{SUBSCRIPTION_SCOPE}/resourceGroups?{query}").status_code == 400


@pytest.mark.usefixtures("paged")
def test_a_link_does_not_lead_on_in_another_list(local_azure: LocalAzure) -> None:
    link = local_azure.call("GET", f"{SUBSCRIPTION_SCOPE}/resourceGroups?{PAGED}&$top=1").json()["nextLink"]
    query = urlsplit(link).query
    assert local_azure.call("GET", f"{SUBSCRIPTION_SCOPE}/resources?{query}").status_code == 400
