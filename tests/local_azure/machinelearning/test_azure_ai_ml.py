"""The real azure-ai-ml, unmodified, through the proxy: what it needs of the local Azure is there."""

import io
import sys
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from tests.local_azure.machinelearning.fine_tuning import PHI, reach, rows, submit
from tests.local_azure.machinelearning.running import HUB, PROJECT, RunningAzure

Client: TypeAlias = Any  # azure.ai.ml.MLClient

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # azure-ai-ml itself raises dozens


def fine_tuning_job(name: str, train: str, validation: str) -> object:
    from azure.ai.ml.finetuning import FineTuningTaskType, create_finetuning_job

    return create_finetuning_job(
        model=f"{PHI}/versions/13",
        task=FineTuningTaskType.CHAT_COMPLETION,
        training_data=train,
        validation_data=validation,
        hyperparameters={"num_train_epochs": "1", "per_device_train_batch_size": "1", "learning_rate": "0.00002"},
        output_model_name_prefix=f"tuned-{name}",
        experiment_name="tests",
        name=name,
    )


def write_rows(file: Path, count: int, **extra: str) -> str:
    file.write_text(rows(count, **extra))
    return str(file)


class Watching(io.StringIO):
    """A standard output that lets the trainer of a job go on as soon as the job's log has been streamed."""

    def __init__(self, azure: RunningAzure) -> None:
        super().__init__()
        self._jobs = azure.directory / "jobs"

    def write(self, text: str) -> int:
        if "training on" in text:
            next(self._jobs.glob("streamed-*")).joinpath("released").touch()
        return super().write(text)


def test_workspaces_can_be_read(client: Client) -> None:
    workspace = client.workspaces.get("project-test")
    assert workspace.location == "eastus2"
    assert workspace.discovery_url == "https://eastus2.api.azureml.ms/discovery"
    assert {"hub-test", "project-test"} <= {found.name for found in client.workspaces.list()}


def test_the_default_datastore_takes_the_callers_own_token(client: Client) -> None:
    datastore = client.datastores.get_default()
    assert datastore.name == "workspaceblobstore"
    assert type(datastore.credentials).__name__ == "NoneCredentialConfiguration"


def test_a_local_file_becomes_a_data_asset_and_its_datastore_path_another(client: Client, tmp_path: Path) -> None:
    from azure.ai.ml.entities import Data

    train = write_rows(tmp_path / "train.jsonl", 20)
    first = client.data.create_or_update(Data(name="uploaded", path=train, type="uri_file"))
    again = client.data.create_or_update(Data(name="uploaded", path=first.path, type="uri_file"))
    assert (first.version, again.version) == ("1", "2")
    assert client.data.get("uploaded", label="latest").version == "2"
    assert "/datastores/workspaceblobstore/paths/LocalUpload/" in first.path


def test_a_job_is_streamed_from_its_first_line_to_its_end(
    client: Client, azure: RunningAzure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    train = write_rows(tmp_path / "train.jsonl", 20, test="hold")
    job = client.jobs.create_or_update(fine_tuning_job("streamed", train, write_rows(tmp_path / "validation.jsonl", 5)))
    assert job.status == "NotStarted"
    output = Watching(azure)
    monkeypatch.setattr(sys, "stdout", output)
    client.jobs.stream(job.name)
    assert "training on 20 rows, validating on 5" in output.getvalue()
    done = client.jobs.get(job.name)
    assert done.status == "Completed"
    assert done.outputs["registered_model"].name == "tuned-streamed"
    model = client.models.get("tuned-streamed", label="latest")
    assert (model.job_name, model.version, model.type) == ("streamed", "1", "mlflow_model")
    assert "tuned-streamed" in [found.name for found in client.models.list()]


def test_a_streamed_job_that_fails_raises_with_the_reason(client: Client, azure: RunningAzure) -> None:
    from azure.ai.ml.exceptions import JobException

    submit(azure, "fails", test="crash")
    with pytest.raises(JobException, match="the rows are no good"):
        client.jobs.stream("fails")


def test_a_job_is_canceled_and_listed(client: Client, azure: RunningAzure) -> None:
    submit(azure, "endless", test="wait")
    reach(azure, "endless", "Running")
    client.jobs.begin_cancel("endless").result()
    assert client.jobs.get("endless").status == "Canceled"
    assert "endless" in [job.name for job in client.jobs.list()]


def test_the_outputs_of_a_job_are_downloaded(client: Client, azure: RunningAzure, tmp_path: Path) -> None:
    submit(azure, "downloaded")
    reach(azure, "downloaded", "Completed")
    client.jobs.download("downloaded", download_path=tmp_path, output_name="registered_model")
    assert len(list(tmp_path.rglob("adapter_model.safetensors"))) == 1


def test_endpoints_can_be_made_read_and_deleted(client: Client) -> None:
    from azure.ai.ml.entities import ServerlessEndpoint

    made = client.serverless_endpoints.begin_create_or_update(ServerlessEndpoint(name="by-sdk", model_id=PHI)).result()
    assert made.scoring_uri == "https://by-sdk.eastus2.models.ai.azure.com"
    assert client.serverless_endpoints.get("by-sdk").model_id == PHI
    assert "by-sdk" in [endpoint.name for endpoint in client.serverless_endpoints.list()]
    assert client.serverless_endpoints.get_keys("by-sdk").primary_key
    client.serverless_endpoints.begin_delete("by-sdk").result()
    assert "by-sdk" not in [endpoint.name for endpoint in client.serverless_endpoints.list()]


def test_the_registry_names_the_latest_version_of_a_model(client: Client) -> None:
    from azure.ai.ml import MLClient
    from azure.identity import EnvironmentCredential

    registry = MLClient(EnvironmentCredential(), registry_name="azureml")
    model = registry.models.get("Phi-3-mini-128k-instruct", label="latest")
    assert model.id == f"{PHI}/versions/13"
    assert "Phi-4-mini-instruct" in [found.name for found in registry.models.list()]


def test_connections_can_be_read(client: Client, azure: RunningAzure) -> None:
    account = f"{PROJECT.split('/providers')[0]}/providers/Microsoft.CognitiveServices/accounts/services"
    properties: dict[str, object] = {"category": "AIServices", "target": "https://services.test/", "authType": "AAD"}
    properties["metadata"] = {"ApiType": "Azure", "ResourceId": account}
    azure.put(f"{PROJECT}/connections/by-arm", {"properties": properties})
    assert client.connections.get("by-arm").target == "https://services.test/"


def test_clusters_are_made_changed_and_deleted(client: Client) -> None:
    from azure.ai.ml.entities import AmlCompute

    asked = AmlCompute(name="by-sdk", size="Standard_E4s_v3", max_instances=2, idle_time_before_scale_down=600)
    made = client.compute.begin_create_or_update(asked).result()
    assert (made.provisioning_state, made.size, made.max_instances) == ("Succeeded", "Standard_E4s_v3", 2)
    asked.max_instances = 3  # azure-ai-ml 1.35.2 can't send what it got: it stumbles over the missing subnet
    assert client.compute.begin_create_or_update(asked).result().max_instances == 3
    assert "by-sdk" in [found.name for found in client.compute.list()]
    client.compute.begin_delete("by-sdk").wait()
    assert "by-sdk" not in [found.name for found in client.compute.list()]


def test_environments_are_registered_and_found(client: Client, tmp_path: Path) -> None:
    from azure.ai.ml.entities import Environment

    conda = tmp_path / "conda.yml"
    conda.write_text("name: training\ndependencies: [python=3.11]\n")
    asked = Environment(name="by-sdk", image="mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu22.04", conda_file=conda)
    made = client.environments.create_or_update(asked)
    assert (made.name, made.version) == ("by-sdk", "1")
    assert client.environments.get("by-sdk", label="latest").conda_file["name"] == "training"


def test_a_managed_network_is_provisioned_with_its_rules(client: Client, azure: RunningAzure) -> None:
    hub = azure.get(HUB)
    stands_on = {name: hub["properties"][name] for name in ("storageAccount", "keyVault", "systemDatastoresAuthMode")}
    rule = {"type": "FQDN", "category": "UserDefined", "destination": "packages.example.com"}
    network = {"isolationMode": "AllowOnlyApprovedOutbound", "outboundRules": {"packages": rule}}
    identity = {"type": "SystemAssigned"}
    body = {"location": "eastus2", "kind": "Hub", "identity": identity}
    closed = f"{HUB.rpartition('/')[0]}/closed-test"
    azure.put(closed, {**body, "properties": {**stands_on, "managedNetwork": network}})
    done = client.workspaces.begin_provision_network(workspace_name="closed-test", include_spark=False).result()
    assert done.status == "Active"
    found = client.workspaces.get("closed-test").managed_network
    assert found.isolation_mode == "AllowOnlyApprovedOutbound"
    assert {"packages"} <= {each.name for each in found.outbound_rules}
    assert client.workspace_outbound_rules.get("closed-test", "packages").destination == "packages.example.com"
    client.workspace_outbound_rules.begin_remove("closed-test", "packages").wait()
    azure.delete(f"{closed}?forceToPurge=true")
