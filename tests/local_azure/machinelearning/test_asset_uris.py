"""The ways a path, a data asset or a model can be written, and what each points at."""

import pytest

from local_azure.errors import AzureError
from local_azure.machinelearning.asset_uris import (
    Asset,
    DatastorePath,
    RegistryModel,
    data_location,
    model_reference,
)

WORKSPACE = "/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/w"


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        ("azureml://datastores/blobs/paths/a/b.jsonl", DatastorePath("blobs", "a/b.jsonl")),
        (
            "azureml://subscriptions/s/resourcegroups/g/workspaces/w/datastores/blobs/paths/a/b.jsonl",
            DatastorePath("blobs", "a/b.jsonl"),
        ),
        (f"{WORKSPACE}/data/rows/versions/2", Asset("rows", "2", workspace_id=WORKSPACE)),
        (f"azureml:{WORKSPACE}/data/rows/versions/2", Asset("rows", "2", workspace_id=WORKSPACE)),
        ("azureml:rows:2", Asset("rows", "2")),
    ],
)
def test_data_is_found_however_it_is_written(uri: str, expected: object) -> None:
    assert data_location(uri) == expected


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        ("azureml://registries/azureml/models/Phi-4", RegistryModel("azureml", "Phi-4", None)),
        ("azureml://registries/azureml/models/Phi-4/labels/latest", RegistryModel("azureml", "Phi-4", None)),
        ("azureml://registries/azureml/models/Phi-4/versions/7", RegistryModel("azureml", "Phi-4", "7")),
        (f"{WORKSPACE}/models/tuned/versions/1", Asset("tuned", "1", workspace_id=WORKSPACE)),
        (
            "azureml://locations/eastus2/workspaces/guid/models/tuned/versions/1",
            Asset("tuned", "1", workspace_guid="guid"),
        ),
    ],
)
def test_a_model_is_found_however_it_is_written(uri: str, expected: object) -> None:
    assert model_reference(uri) == expected


@pytest.mark.parametrize("uri", ["", "https://example.com/rows.jsonl", f"{WORKSPACE}/models/tuned/versions/1"])
def test_what_is_no_data_is_refused_with_the_forms_there_are(uri: str) -> None:
    with pytest.raises(AzureError, match="azureml://datastores/NAME/paths/FILE"):
        data_location(uri)


def test_a_data_asset_is_no_model() -> None:
    with pytest.raises(AzureError, match="azureml://registries/REGISTRY/models/NAME"):
        model_reference(f"{WORKSPACE}/data/rows/versions/1")
