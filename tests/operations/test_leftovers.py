"""What is left in a subscription."""

from typing import Any

from operations.leftovers import leftovers


def test_groups_resources_and_soft_deleted_ones_are_listed_page_by_page() -> None:
    base = "https://management.azure.com/subscriptions/sub"
    pages: dict[str, dict[str, Any]] = {
        f"{base}/resourcegroups": {"value": [{"id": "/group"}]},
        f"{base}/resources": {"value": [{"id": "/one"}], "nextLink": f"{base}/more"},
        f"{base}/more": {"value": [{"id": "/two"}]},
        f"{base}/providers/Microsoft.KeyVault/deletedVaults": {"value": [{"id": "/vault"}]},
        f"{base}/providers/Microsoft.CognitiveServices/deletedAccounts": {"value": []},
    }
    found = leftovers(lambda url, **_query: pages[url], "sub")
    assert found == {"resources": ["/group", "/one", "/two"], "soft_deleted": ["/vault"]}
