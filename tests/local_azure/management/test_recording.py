"""PUT bodies are recorded as they were sent, where the options ask for it."""

from pathlib import Path

from local_azure.management.recording import FILE, recorded
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
