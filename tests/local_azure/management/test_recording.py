"""PUT bodies are recorded as they were sent, where the options ask for it."""

from pathlib import Path

import pytest

from local_azure.identity import SUBSCRIPTION_SCOPE
from local_azure.management.recording import FILE, record_put, recorded
from local_azure.options import Options
from tests.local_azure.running import LocalAzure, group_id


def test_what_was_put_last_is_recorded_as_it_was_sent(tmp_path: Path) -> None:
    with LocalAzure(tmp_path, options=Options(weights="tiny-random", record=True)) as azure:
        group = group_id("recorded")
        azure.put(group, {"location": "eastus2", "tags": {"owner": "first"}})
        azure.put(group, {"location": "eastus2", "tags": {"owner": "second"}})
    [line] = recorded(tmp_path)
    assert line["id"] == group
    assert line["type"] == "Microsoft.Resources/resourceGroups"
    assert line["name"] == "recorded"
    assert line["body"] == {"location": "eastus2", "tags": {"owner": "second"}}


def test_what_was_refused_is_not_recorded(tmp_path: Path) -> None:
    with LocalAzure(tmp_path, options=Options(weights="tiny-random", record=True)) as azure:
        assert azure.call("PUT", group_id("refused"), {"location": "nowhere"}).status_code == 400
    assert recorded(tmp_path) == []


def test_nothing_is_recorded_unless_asked(tmp_path: Path) -> None:
    with LocalAzure(tmp_path) as azure:
        azure.put(group_id("silent"), {"location": "eastus2"})
    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize(
    ("kind", "member"),
    [
        ("Microsoft.KeyVault/vaults/secrets", "value"),
        ("Microsoft.MachineLearningServices/workspaces/onlineEndpoints", "keys"),
    ],
)
def test_what_a_secret_is_worth_is_not_recorded(tmp_path: Path, kind: str, member: str) -> None:
    with LocalAzure(tmp_path, options=Options(weights="tiny-random", record=True)) as azure:
        value = {"properties": {member: "worth keeping", "description": "text"}}
        record_put(azure.platform, "/some/id", kind, "2024-11-01", value)
    [line] = recorded(tmp_path)
    assert line["body"] == {"properties": {"description": "text"}}


def test_a_request_for_quota_is_recorded_too(tmp_path: Path) -> None:
    quota = (
        f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.MachineLearningServices/locations/eastus2"
        "/providers/Microsoft.Quota/quotas/StandardNCADSA100v4Family"
    )
    body = {"properties": {"limit": {"limitObjectType": "LimitValue", "value": 24}}}
    with LocalAzure(tmp_path, options=Options(weights="tiny-random", record=True)) as azure:
        azure.register_all()
        azure.call("PUT", quota, body, api="2025-09-01").raise_for_status()
    assert [(line["type"], line["body"]) for line in recorded(tmp_path)] == [("Microsoft.Quota/quotas", body)]
