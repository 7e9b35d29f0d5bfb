"""Where the outputs of jobs lie: by default below the job's name on the workspace's own stores, else where asked."""

from collections.abc import Mapping

from local_azure.errors import AzureError
from local_azure.json_types import Json
from local_azure.machinelearning.asset_uris import DatastorePath, JobOutput, datastore_path
from local_azure.machinelearning.jobs.records import JobRecord, JobRecords
from local_azure.machinelearning.workspaces.datastores import ARTIFACT_STORE, BLOB_STORE
from local_azure.platform import Platform
from local_azure.resources import Resource

MODEL_FOLDER = "outputs/registered_model"
"""Where the model of a fine-tuning job lies among its artifacts."""

DEFAULT = "default"
"""The output that every job has: its logs and what it wrote into ``outputs`` and ``logs``."""

_ARTIFACTS = "artifacts"  # its other name in uris (Azure ML documentation "how-to-manage-models", 2026-10)


def artifacts_of(job: str) -> DatastorePath:
    """Returns where the artifacts of a job of that name lie."""
    return DatastorePath(ARTIFACT_STORE, f"ExperimentRun/dcid.{job}")


def output_place(job: str, name: str, output: Json) -> DatastorePath:
    """Returns where one output of a command job goes.

    Raises:
        AzureError: 400; its ``uri`` isn't a path on a datastore.
    """
    uri = output.get("uri")
    if not uri:
        # Azure ML documentation "how-to-read-write-data-v2", 2026-10: the default path of an output.
        return DatastorePath(BLOB_STORE, f"azureml/{job}/{name}/")
    place = datastore_path(str(uri))
    if place is None:
        message = f"The uri '{uri}' of output '{name}' isn't a path on a datastore: azureml://datastores/NAME/paths/..."
        raise AzureError(400, "UserError", message, target=f"outputs.{name}.uri")
    return place


def output_places(record: JobRecord) -> Mapping[str, DatastorePath]:
    """Returns where each output of a job lies, ``default`` among them."""
    places = {DEFAULT: artifacts_of(record.name)}
    if record.is_command:
        asked = record.details.get("outputs") or {}
        return places | {name: output_place(record.name, name, output) for name, output in asked.items()}
    if record.model_version:
        places["registered_model"] = DatastorePath(ARTIFACT_STORE, f"{places[DEFAULT].path}/{MODEL_FOLDER}")
    return places


def place_of_output(platform: Platform, workspace_id: str, wanted: JobOutput) -> DatastorePath:
    """Returns where something in an output of a job lies.

    Raises:
        AzureError: 400; there is no such job, or it has no such output.
    """
    record = JobRecords(platform.store, platform.clock).get(f"{workspace_id}/jobs/{wanted.job}")
    if record is None:
        raise AzureError(400, "UserError", f"There is no job '{wanted.job}' in this workspace.", target="uri")
    places = output_places(record)
    output = DEFAULT if wanted.output == _ARTIFACTS else wanted.output
    if output not in places:
        message = f"Job '{wanted.job}' has no output '{wanted.output}'. It has: {', '.join(places)}."
        raise AzureError(400, "UserError", message, target="uri")
    place = places[output]
    return DatastorePath(place.datastore, "/".join(part for part in (place.path.rstrip("/"), wanted.path) if part))


def output_asset_id(workspace: Resource, record: JobRecord, name: str) -> str:
    """Returns the id by which the run history names an output, as data of the workspace."""
    kind = "_output_data" if record.is_command and name != DEFAULT else ""
    prefix = f"azureml://locations/{workspace.location}/workspaces/{workspace.properties['workspaceId']}"
    return f"{prefix}/data/azureml_{record.name}{kind}_{name}/versions/1"


def place_by_asset_id(platform: Platform, workspace: Resource, asset_id: str) -> DatastorePath | None:
    """Returns where the output lies that an id of ``output_asset_id`` names; None for another id."""
    prefix = f"{workspace.id}/jobs/".lower()
    for record in JobRecords(platform.store, platform.clock).all():
        if not record.id.lower().startswith(prefix):
            continue
        for name, place in output_places(record).items():
            if output_asset_id(workspace, record, name) == asset_id:
                is_file = (record.details.get("outputs") or {}).get(name, {}).get("jobOutputType") == "uri_file"
                path = place.path.rstrip("/") + ("" if is_file else "/")
                return DatastorePath(place.datastore, path)
    return None


def short_uri(place: DatastorePath) -> str:
    """Returns the short ``azureml://`` form of a place."""
    return f"azureml://datastores/{place.datastore}/paths/{place.path}"


def long_uri(workspace_id: str, place: DatastorePath) -> str:
    """Returns the long ``azureml://`` form of a place, which says which workspace's datastore is meant."""
    workspace = workspace_id.replace("/providers/Microsoft.MachineLearningServices", "")
    return f"azureml:/{workspace}/datastores/{place.datastore}/paths/{place.path}"
