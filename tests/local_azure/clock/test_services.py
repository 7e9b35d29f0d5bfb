"""What is kept for days, or acts after a while, does so by the clock that is moved."""

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import pytest

from local_azure.clock.movable import MovableClock
from local_azure.identity import SUBSCRIPTION_SCOPE, TENANT_ID
from local_azure.options import Options
from tests.local_azure.management.arm_client import arm_client
from tests.local_azure.running import LocalAzure, group_id

NOON = datetime(2026, 10, 7, 12, 0, tzinfo=UTC)
CLOCK = MovableClock(standing_at=NOON, turn_seconds=600)
PROVIDERS = f"{SUBSCRIPTION_SCOPE}/providers"
ACCOUNT = f"{group_id('rg')}/providers/Microsoft.CognitiveServices/accounts/ai"
TUNED = f"{ACCOUNT}/deployments/tuned"


class TunedModels:
    """One tuned model of an account, as the service that tunes has them."""

    def base_of(self, _account_id: str, name: str) -> str | None:
        return "gpt-4o" if name == "gpt-4o.ft-1" else None


@pytest.fixture(scope="module")
def azure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAzure]:
    """A local Azure whose time the tests move; a request for cores takes an hour."""
    options = Options(weights="tiny-random", retry_after_ms=10, quota_seconds=3600)
    with LocalAzure(tmp_path_factory.mktemp("days"), clock=CLOCK, options=options) as running:
        running.platform.provide("tuned-models", TunedModels())
        running.register_all()
        running.put(group_id("rg"), {"location": "eastus2"})
        running.put(ACCOUNT, {"location": "eastus2", "kind": "AIServices", "sku": {"name": "S0"}, "properties": {}})
        yield running


def test_every_answer_says_the_time_of_the_local_azure(azure: LocalAzure) -> None:
    azure.advance(days=1)
    assert parsedate_to_datetime(azure.call("GET", group_id("rg")).headers["Date"]) == CLOCK.now().replace(
        microsecond=0
    )


def test_a_token_of_before_is_refused_and_a_new_one_is_good(azure: LocalAzure) -> None:
    token = azure.token()
    azure.advance(hours=24)
    refused = azure.call("GET", group_id("rg"), token=token)
    assert (refused.status_code, refused.json()["error"]["code"]) == (401, "ExpiredAuthenticationToken")
    assert azure.call("GET", group_id("rg")).status_code == 200


def test_a_deleted_vault_is_kept_for_its_days_and_no_longer(azure: LocalAzure) -> None:
    sku = {"family": "A", "name": "standard"}
    properties = {"tenantId": TENANT_ID, "sku": sku, "softDeleteRetentionInDays": 7}
    vault = f"{group_id('rg')}/providers/Microsoft.KeyVault/vaults/kv-days"
    deleted = f"{PROVIDERS}/Microsoft.KeyVault/locations/eastus2/deletedVaults/kv-days"
    azure.put(vault, {"location": "eastus2", "properties": properties})
    azure.delete(vault)
    azure.advance(days=6, hours=23)
    assert azure.call("GET", deleted).status_code == 200
    azure.advance(hours=1)
    assert azure.call("GET", deleted).status_code == 404
    assert azure.call("PUT", vault, {"location": "eastus2", "properties": properties}).status_code == 201


def test_a_deleted_account_is_kept_for_two_days(azure: LocalAzure) -> None:
    account = ACCOUNT.replace("/ai", "/ai-gone")
    body = {"location": "eastus2", "kind": "AIServices", "sku": {"name": "S0"}, "properties": {}}
    azure.put(account, body)
    azure.delete(account)
    azure.advance(hours=47)
    assert azure.call("PUT", account, body).json()["error"]["code"] == "FlagMustBeSetForRestore"
    azure.advance(hours=1)
    assert azure.call("PUT", account, body).status_code == 201


def test_a_tuned_model_that_nobody_asks_is_deployed_for_fifteen_days(azure: LocalAzure) -> None:
    model = {"format": "OpenAI", "name": "gpt-4o.ft-1", "version": "1"}
    azure.put(TUNED, {"sku": {"name": "Standard", "capacity": 1}, "properties": {"model": model}})
    azure.advance(days=14, hours=23)
    assert deployed(azure) == ["tuned"]
    azure.advance(hours=1)
    assert deployed(azure) == []
    assert azure.call("GET", TUNED).status_code == 404


def deployed(azure: LocalAzure) -> list[str]:
    """Returns the names of what is deployed, as Azure's own client lists it."""
    with arm_client(azure) as client:  # signs in anew, as tokens don't outlive the days
        return [each["name"] for each in client.listed(f"{ACCOUNT}/deployments")]


def test_a_request_for_cores_is_decided_when_its_hour_is_over(azure: LocalAzure) -> None:
    scope = f"{PROVIDERS}/Microsoft.Compute/locations/eastus2/providers/Microsoft.Quota"
    properties = {
        "limit": {"limitObjectType": "LimitValue", "value": 24},
        "name": {"value": "standardNCADSA100v4Family"},
        "resourceType": "dedicated",
    }
    begun = azure.call("PUT", f"{scope}/quotas/standardNCADSA100v4Family", {"properties": properties}, api="2025-03-01")
    url = begun.headers["Azure-AsyncOperation"]
    azure.advance(minutes=59)
    assert azure.call("GET", url).json()["status"] == "InProgress"
    azure.advance(minutes=1)
    assert azure.call("GET", url).json()["status"] == "Succeeded"
