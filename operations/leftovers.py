"""What is left in a subscription: resources, groups, and what lies there soft-deleted."""

import argparse
import json
from collections.abc import Callable
from typing import Any

import click

from jobs.adapters.rest import AzureRest
from jobs.adapters.workspace import MANAGEMENT, MANAGEMENT_SCOPE

SOFT_DELETED = {
    "providers/Microsoft.KeyVault/deletedVaults": "2024-11-01",
    "providers/Microsoft.CognitiveServices/deletedAccounts": "2025-06-01",
}
"""Where Azure lists what was deleted but not purged, with API versions of each provider (2026-10)."""

Get = Callable[..., Any]


def leftovers(get: Get, subscription_id: str) -> dict[str, list[str]]:
    """Lists what is left.

    Args:
        get: asks Azure Resource Manager: URL and query in, JSON out.
        subscription_id: GUID.

    Returns:
        ARM ids: `resources` (groups among them) and `soft_deleted`.
    """
    subscription = f"{MANAGEMENT}/subscriptions/{subscription_id}"
    live = [
        *_all(get, f"{subscription}/resourcegroups", "2024-11-01"),
        *_all(get, f"{subscription}/resources", "2024-11-01"),
    ]
    soft_deleted = [
        one for path, version in SOFT_DELETED.items() for one in _all(get, f"{subscription}/{path}", version)
    ]
    return {"resources": live, "soft_deleted": soft_deleted}


def _all(get: Get, url: str | None, version: str) -> list[str]:
    found: list[str] = []
    query = {"api_version": version}
    while url:
        page = get(url, **query)
        found += [str(item["id"]) for item in page["value"]]
        url, query = page.get("nextLink"), {}
    return found


def main() -> None:
    """Prints what is left as JSON."""
    from azure.identity import DefaultAzureCredential

    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--subscription", required=True)
    arguments = parser.parse_args()
    rest = AzureRest(DefaultAzureCredential(exclude_interactive_browser_credential=True), MANAGEMENT_SCOPE)
    found = leftovers(lambda url, **query: rest.get(url, **query).body, arguments.subscription)
    click.echo(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
