"""Metrics, parameters and tags of a run of Azure ML, by MLflow with azureml-mlflow."""

import time
from collections.abc import Iterator

from mlflow.entities import Metric, Param, RunTag
from mlflow.exceptions import MlflowException
from mlflow.tracking import MlflowClient
from setting import LOCATION, SUBSCRIPTION, TENANT, Command, group_commands, holds, put

GROUP, NAME, RUN, EXPERIMENT = "conformance-mlflow", "conformancemlflow", "conformance-run", "conformance"
PROVIDERS = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{GROUP}/providers"
WORKSPACE = f"Microsoft.MachineLearningServices/workspaces/{NAME}"
TRACKING = f"azureml://{LOCATION}.api.azureml.ms/mlflow/v1.0{PROVIDERS}/{WORKSPACE}"
IMAGE = "mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu22.04"
CONDA = '{"name": "conformance", "dependencies": ["python=3.11", "pip", {"pip": ["six==1.17.0"]}]}'


def commands() -> Iterator[Command]:
    """Makes a workspace with a job that does nothing, writes to its run and reads it back."""
    namespaces = ("Storage", "KeyVault", "Insights", "OperationalInsights", "MachineLearningServices")
    yield from group_commands(GROUP, *(f"Microsoft.{each}" for each in namespaces))
    yield "a workspace with a job", _make
    client = MlflowClient(tracking_uri=TRACKING)
    yield "get_run until it has ended", lambda: holds(_ended(client), "FINISHED")
    yield from _writes(client)
    yield from _reads(client)


def _writes(client: MlflowClient) -> Iterator[Command]:
    now = int(time.time() * 1000)
    several = {
        "metrics": [Metric("loss", 1.5, now, 2), Metric("loss", 1.25, now, 3)],
        "params": [Param("epochs", "3")],
        "tags": [RunTag("stage", "two")],
    }
    yield "log_metric", lambda: client.log_metric(RUN, "loss", 2.0, step=1)
    yield "log_param", lambda: client.log_param(RUN, "rate", 0.1)
    yield "set_tag", lambda: client.set_tag(RUN, "owner", "mlflow")
    yield "log_batch", lambda: client.log_batch(RUN, **several)
    yield "update_run", lambda: client.update_run(RUN, status="FINISHED")


def _reads(client: MlflowClient) -> Iterator[Command]:
    yield "get_run", lambda: holds(dict(client.get_run(RUN).data.params), {"rate": "0.1", "epochs": "3"})
    yield "get_run, its metrics", lambda: holds(dict(client.get_run(RUN).data.metrics), {"loss": 1.25})
    yield "get_run, its tags", lambda: holds(client.get_run(RUN).data.tags["stage"], "two")
    yield (
        "get_metric_history",
        lambda: holds([(one.step, one.value) for one in client.get_metric_history(RUN, "loss")], _LOSSES),
    )
    yield "search_runs", lambda: holds([one.info.run_id for one in client.search_runs([EXPERIMENT])], [RUN])
    yield "get_experiment", lambda: holds(client.get_experiment(EXPERIMENT).name, EXPERIMENT)
    yield "get_experiment_by_name", lambda: holds(client.get_experiment_by_name(EXPERIMENT).name, EXPERIMENT)
    yield "get_run of none", lambda: _is_none(client)


_LOSSES = [(1, 2.0), (2, 1.5), (3, 1.25)]


def _is_none(client: MlflowClient) -> None:
    try:
        client.get_run("conformance-none")
    except MlflowException as error:
        holds(error.error_code, "RESOURCE_DOES_NOT_EXIST")
        return
    raise AssertionError("it is there")


def _ended(client: MlflowClient) -> str:
    while (status := client.get_run(RUN).info.status) not in {"FINISHED", "FAILED", "KILLED"}:
        time.sleep(0.5)
    return status


def _make() -> None:
    insights = f"{PROVIDERS}/Microsoft.Insights/components/{NAME}"
    vault = {"tenantId": TENANT, "sku": {"family": "A", "name": "standard"}, "enableRbacAuthorization": True}
    logs = f"{PROVIDERS}/Microsoft.OperationalInsights/workspaces/{NAME}"
    _put(
        f"Microsoft.Storage/storageAccounts/{NAME}",
        "2024-01-01",
        {"kind": "StorageV2", "sku": {"name": "Standard_LRS"}},
    )
    _put(f"Microsoft.KeyVault/vaults/{NAME}", "2023-07-01", {"properties": vault})
    _put(
        f"Microsoft.OperationalInsights/workspaces/{NAME}",
        "2023-09-01",
        {"properties": {"sku": {"name": "PerGB2018"}}},
    )
    component = {"Application_Type": "web", "WorkspaceResourceId": logs}
    _put(f"Microsoft.Insights/components/{NAME}", "2020-02-02", {"kind": "web", "properties": component})
    parts = {
        "storageAccount": f"{PROVIDERS}/Microsoft.Storage/storageAccounts/{NAME}",
        "keyVault": f"{PROVIDERS}/Microsoft.KeyVault/vaults/{NAME}",
        "applicationInsights": insights,
    }
    identity = {"type": "SystemAssigned"}
    _put(WORKSPACE, "2024-10-01", {"kind": "Default", "identity": identity, "properties": parts})
    environment = f"{WORKSPACE}/environments/conformance/versions/1"
    _put(environment, "2024-10-01", {"properties": {"image": IMAGE, "condaFile": CONDA}}, placed=False)
    job = {
        "jobType": "Command",
        "command": "echo done",
        "environmentId": f"{PROVIDERS}/{environment}",
        "experimentName": EXPERIMENT,
        "resources": {"instanceType": "Standard_E2s_v3"},
    }
    _put(f"{WORKSPACE}/jobs/{RUN}", "2024-10-01", {"properties": job}, placed=False)


def _put(name: str, version: str, body: dict[str, object], *, placed: bool = True) -> None:
    location = {"location": LOCATION} if placed else {}
    put(f"/resourceGroups/{GROUP}/providers/{name}", version, {**location, **body})
