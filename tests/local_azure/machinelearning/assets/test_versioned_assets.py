"""Data assets and models: containers that come with their first version, the latest, the next, and what stays fixed."""

from typing import Any

from tests.local_azure.machinelearning.running import PROJECT, RunningAzure

URI = "azureml://datastores/workspaceblobstore/paths/rows.jsonl"


def data(uri: str = URI) -> dict[str, Any]:
    return {"properties": {"dataType": "uri_file", "dataUri": uri}}


def test_an_asset_without_versions_is_not_there(azure: RunningAzure) -> None:
    answer = azure.call("GET", f"{PROJECT}/data/unheard-of")
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "ResourceNotFound"


def test_a_version_makes_its_container_and_moves_the_next_one_on(azure: RunningAzure) -> None:
    azure.put(f"{PROJECT}/data/moved/versions/1", data())
    azure.put(f"{PROJECT}/data/moved/versions/7", data())
    container = azure.get(f"{PROJECT}/data/moved")["properties"]
    assert (container["latestVersion"], container["nextVersion"]) == ("7", "8")
    assert "moved" in [each["name"] for each in azure.get(f"{PROJECT}/data")["value"]]


def test_versions_are_listed_in_the_order_asked_for(azure: RunningAzure) -> None:
    for version in ("1", "2", "3"):
        azure.put(f"{PROJECT}/data/ordered/versions/{version}", data())
    newest = azure.get(f"{PROJECT}/data/ordered/versions?$orderBy=createdtime desc&$top=1")["value"]
    assert [each["name"] for each in newest] == ["3"]


def test_where_a_version_points_cannot_be_changed(azure: RunningAzure) -> None:
    azure.put(f"{PROJECT}/data/fixed/versions/1", data())
    answer = azure.call("PUT", f"{PROJECT}/data/fixed/versions/1", data(f"{URI}.new"))
    assert answer.status_code == 400
    assert URI in answer.json()["error"]["message"]


def test_archived_versions_are_listed_only_when_asked_for(azure: RunningAzure) -> None:
    body = data()
    body["properties"]["isArchived"] = True
    azure.put(f"{PROJECT}/data/archived/versions/1", body)
    assert azure.get(f"{PROJECT}/data/archived/versions")["value"] == []
    assert len(azure.get(f"{PROJECT}/data/archived/versions?listViewType=All")["value"]) == 1


def test_a_data_version_of_no_known_type_is_refused(azure: RunningAzure) -> None:
    answer = azure.call("PUT", f"{PROJECT}/data/odd/versions/1", {"properties": {"dataType": "table", "dataUri": URI}})
    assert answer.status_code == 400
    assert "uri_file, uri_folder, mltable" in answer.json()["error"]["message"]


def test_a_model_always_has_flavors(azure: RunningAzure) -> None:
    model = azure.put(f"{PROJECT}/models/plain/versions/1", {"properties": {"modelUri": URI, "flavors": None}})
    assert model["properties"]["flavors"] == {}
