"""Code assets: where a client uploads them, and how it finds that it need not."""

from tests.local_azure.machinelearning.running import PROJECT, RunningAzure

CODE = f"{PROJECT}/codes/some-code"


def test_code_is_uploaded_to_a_place_of_its_own_and_found_by_its_hash(azure: RunningAzure) -> None:
    asked = azure.call("POST", f"{CODE}/versions/1/startPendingUpload", {"pendingUploadType": "TemporaryBlobReference"})
    place = asked.raise_for_status().json()["blobReferenceForConsumption"]
    container, signature = place["credential"]["sasUri"].split("?")
    assert container == place["blobUri"]
    headers = {"x-ms-blob-type": "BlockBlob", "x-ms-version": "2024-11-04"}
    assert azure.http.put(f"{container}/train.py?{signature}", content=b"code", headers=headers).status_code == 201
    # azure-ai-ml sends the version as a number
    properties = {"codeUri": container, "properties": {"hash_sha256": "abc", "hash_version": 202208}}
    azure.put(f"{CODE}/versions/1", {"properties": properties})
    found = {hash_: azure.get(f"{CODE}/versions?hash={hash_}&hashVersion=202208")["value"] for hash_ in ("abc", "xyz")}
    assert [each["name"] for each in found["abc"]] == ["1"]
    assert found["xyz"] == []


def test_code_is_found_by_its_hash_whatever_it_is_called(azure: RunningAzure) -> None:
    for name in ("first", "second"):
        properties = {"codeUri": "https://sttest.blob.core.windows.net/code", "properties": {"hash_sha256": name}}
        azure.put(f"{PROJECT}/codes/{name}/versions/1", {"properties": properties})
    found = azure.get(f"{PROJECT}/codes/not-there-yet/versions?hash=second&hashVersion=202208")["value"]
    assert [each["id"] for each in found] == [f"{PROJECT}/codes/second/versions/1"]
    assert [each["id"] for each in azure.get(f"{PROJECT}/codes/first/versions")["value"]] == [
        f"{PROJECT}/codes/first/versions/1"
    ]


def test_code_for_a_workspace_that_is_not_there_has_no_place(azure: RunningAzure) -> None:
    nowhere = CODE.replace("project-test", "nowhere")
    assert azure.call("POST", f"{nowhere}/versions/1/startPendingUpload", {}).status_code == 404
