"""Registers the outputs of a finished command job that ask for a name, as models or data assets."""

from collections.abc import Mapping

from local_azure.machinelearning.arm_ids import DATA_VERSION, MODEL_VERSION, workspace_id_of
from local_azure.machinelearning.assets.data_assets import DATA_KIND
from local_azure.machinelearning.assets.models import MODEL_KIND, register_model
from local_azure.machinelearning.assets.versioned_assets import (
    AssetKind,
    ensure_container,
    next_version,
    versions_of,
)
from local_azure.machinelearning.commands.command_job import CommandJob, Output
from local_azure.machinelearning.jobs.output_places import long_uri, output_place
from local_azure.machinelearning.jobs.records import JobRecord
from local_azure.machinelearning.service_resources import put_by_service
from local_azure.platform import Platform

_MODELS = ("custom_model", "mlflow_model")


def register_outputs(platform: Platform, record: JobRecord, job: CommandJob) -> Mapping[str, str]:
    """Registers what asks for a name and returns the versions, by output; bears repeating."""
    return {
        name: _registered(platform, record, name, output, output.asset_name)
        for name, output in job.outputs.items()
        if output.asset_name
    }


def _registered(platform: Platform, record: JobRecord, name: str, output: Output, asset: str) -> str:
    workspace_id = workspace_id_of(record.id)
    uri = long_uri(workspace_id, output_place(record.name, name, {"uri": output.uri}))
    if output.kind in _MODELS:
        properties = {"modelType": output.kind, "modelUri": uri, "jobName": record.name}
        if not output.asset_version:
            return register_model(platform, workspace_id, asset, properties)
        return _put(platform, f"{workspace_id}/models/{asset}", MODEL_KIND, MODEL_VERSION, output, properties)
    properties = {"dataType": output.kind, "dataUri": uri}
    return _put(platform, f"{workspace_id}/data/{asset}", DATA_KIND, DATA_VERSION, output, properties)


def _put(
    platform: Platform, container: str, kind: AssetKind, version_type: str, output: Output, properties: dict[str, str]
) -> str:
    ensure_container(platform, container, kind)
    made = (each for each in versions_of(platform, container, kind) if each.properties.items() >= properties.items())
    version = output.asset_version or next((each.name for each in made), next_version(platform, container, kind))
    put_by_service(platform, f"{container}/versions/{version}", version_type, {**kind.defaults, **properties})
    return version
