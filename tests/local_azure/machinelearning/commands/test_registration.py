"""What is made of a command job's outputs: assets with names of their own, and inputs of later jobs."""

import pytest

from tests.local_azure.machinelearning.command_jobs import run
from tests.local_azure.machinelearning.fine_tuning import log_of
from tests.local_azure.machinelearning.running import PROJECT, RunningAzure

COMMAND = "echo weights > ${{outputs.model}}/weights.txt; echo row > ${{outputs.rows}}/row.txt; echo x > outputs/x.txt"
OUTPUTS = {"model": {"jobOutputType": "custom_model"}, "rows": {"jobOutputType": "uri_folder"}}


def ran(azure: RunningAzure, name: str, outputs: object = OUTPUTS) -> None:
    ended = run(azure, name, COMMAND, outputs=outputs)
    assert ended["status"] == "Completed", ended["error"]


def register(azure: RunningAzure, name: str, uri: str) -> str:
    model = azure.put(f"{PROJECT}/models/{name}/versions/1", {"properties": {"modelUri": uri}})
    return str(model["properties"]["modelUri"]).partition("/datastores/")[2]


def test_outputs_that_ask_for_a_name_are_registered(azure: RunningAzure) -> None:
    named = {
        "model": {"jobOutputType": "custom_model", "assetName": "by-name"},
        "rows": {"jobOutputType": "uri_folder", "assetName": "rows-by-name", "assetVersion": "7"},
    }
    ran(azure, "registers", named)
    model = azure.get(f"{PROJECT}/models/by-name/versions/1")["properties"]
    assert (model["jobName"], model["modelType"]) == ("registers", "custom_model")
    assert model["modelUri"].endswith("/datastores/workspaceblobstore/paths/azureml/registers/model/")
    assert azure.get(f"{PROJECT}/data/rows-by-name/versions/7")["properties"]["dataType"] == "uri_folder"
    outputs = azure.get(f"{PROJECT}/jobs/registers")["properties"]["outputs"]
    assert (outputs["model"]["assetVersion"], outputs["rows"]["assetVersion"]) == ("1", "7")


def test_models_are_registered_from_outputs_and_runs(azure: RunningAzure) -> None:
    ran(azure, "leaves")
    stores = {
        "azureml://jobs/leaves/outputs/model": "workspaceblobstore/paths/azureml/leaves/model",
        "azureml://jobs/leaves/outputs/model/paths/weights.txt": (
            "workspaceblobstore/paths/azureml/leaves/model/weights.txt"
        ),
        "azureml://jobs/leaves/outputs/artifacts/paths/outputs": (
            "workspaceartifactstore/paths/ExperimentRun/dcid.leaves/outputs"
        ),
        "runs:/leaves/outputs": "workspaceartifactstore/paths/ExperimentRun/dcid.leaves/outputs",
    }
    for number, (uri, place) in enumerate(stores.items()):
        assert register(azure, f"from-{number}", uri) == place
    made = azure.get(f"{PROJECT}/models/from-0/versions/1")["properties"]
    assert made["jobName"] == "leaves"


@pytest.mark.parametrize(
    ("uri", "says"),
    [
        ("azureml://jobs/nobody/outputs/model", "no job 'nobody'"),
        ("azureml://jobs/short/outputs/other", "no output 'other'. It has: default, model, rows"),
    ],
)
def test_a_model_of_nothing_is_refused(azure: RunningAzure, uri: str, says: str) -> None:
    ran(azure, "short")
    answer = azure.call("PUT", f"{PROJECT}/models/of-nothing/versions/1", {"properties": {"modelUri": uri}})
    assert answer.status_code == 400
    assert says in answer.json()["error"]["message"]


def test_later_jobs_read_outputs_models_and_data(azure: RunningAzure) -> None:
    ran(azure, "earlier")
    register(azure, "earlier", "azureml://jobs/earlier/outputs/model")
    data = {"dataType": "uri_folder", "dataUri": "azureml://jobs/earlier/outputs/rows"}
    azure.put(f"{PROJECT}/data/earlier/versions/1", {"properties": data})
    inputs = {
        "output": {"jobInputType": "uri_folder", "uri": "azureml://jobs/earlier/outputs/rows"},
        "model": {"jobInputType": "custom_model", "uri": "azureml:earlier:1"},
        "by_id": {"jobInputType": "mlflow_model", "uri": f"{PROJECT}/models/earlier/versions/1"},
        "data": {"jobInputType": "uri_folder", "uri": f"{PROJECT}/data/earlier/versions/1"},
    }
    ended = run(
        azure,
        "later",
        "cat ${{inputs.output}}/* ${{inputs.model}}/* ${{inputs.by_id}}/* ${{inputs.data}}/*",
        inputs=inputs,
    )
    assert log_of(azure, ended).split() == ["row", "weights", "weights", "row"]
