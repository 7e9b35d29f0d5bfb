"""Models: registered versions, made by clients or by jobs, that endpoints serve."""

from collections.abc import Sequence
from dataclasses import replace

from local_azure.behaviour import Behaviour, Write
from local_azure.errors import conflict
from local_azure.json_types import Json
from local_azure.machinelearning.arm_ids import (
    MODEL,
    MODEL_VERSION,
    SERVERLESS_ENDPOINT,
    workspace_by_guid,
    workspace_id_of,
)
from local_azure.machinelearning.asset_uris import Asset, model_reference
from local_azure.machinelearning.assets.job_outputs import with_resolved_uri
from local_azure.machinelearning.assets.versioned_assets import (
    AssetKind,
    ensure_container,
    next_version,
    prepared_version,
    version_behaviour,
    versions_of,
)
from local_azure.machinelearning.service_resources import put_by_service
from local_azure.platform import Platform
from local_azure.resources import Resource, Resources

MODEL_KIND = AssetKind(
    MODEL,
    MODEL_VERSION,
    # flavors must be an object, never null: azure-ai-ml 1.35.2 fails on it
    {
        "description": None,
        "tags": {},
        "properties": {},
        "flavors": {},
        "isArchived": False,
        "isAnonymous": False,
        "modelType": "custom_model",
    },
)


def model_version_behaviour(platform: Platform) -> Behaviour:
    """Returns what the type ``workspaces/models/versions`` does beyond being stored."""

    async def prepare(write: Write) -> Json:
        return with_resolved_uri(platform, write, "modelUri", prepared_version(platform, write, MODEL_KIND))

    async def refuse_delete(version: Resource) -> None:
        endpoints = endpoints_of(platform.resources, version)
        if endpoints:
            names = ", ".join(endpoint.name for endpoint in endpoints)
            name = f"{version.id.split('/')[-3]}, version {version.name}"
            raise conflict(f"Model {name} is deployed to {names}. Delete the deployment first, then the model.")

    return replace(version_behaviour(platform, MODEL_KIND), prepare=prepare, refuse_delete=refuse_delete)


def register_model(platform: Platform, workspace_id: str, name: str, properties: Json) -> str:
    """Registers the next version of a model and returns it; a job that has registered one gets that one again."""
    container_id = f"{workspace_id}/models/{name}"
    versions = versions_of(platform, container_id, MODEL_KIND)
    for version in versions:
        if properties.get("jobName") and version.properties.get("jobName") == properties["jobName"]:
            return version.name
    ensure_container(platform, container_id, MODEL_KIND)
    following = next_version(platform, container_id, MODEL_KIND)
    version_id = f"{container_id}/versions/{following}"
    put_by_service(platform, version_id, MODEL_VERSION, {**MODEL_KIND.defaults, **properties})
    return following


def find_version(resources: Resources, workspace_id: str, asset: Asset) -> Resource | None:
    """Returns the model version that an asset reference names, as seen from a workspace; None where there is none."""
    owner = asset.workspace_id or workspace_id
    if asset.workspace_guid:
        workspace = workspace_by_guid(resources, asset.workspace_guid)
        owner = workspace.id if workspace else owner
        if workspace is None:
            return None
    return resources.get(f"{owner}/models/{asset.name}/versions/{asset.version}")


def endpoints_of(resources: Resources, version: Resource) -> Sequence[Resource]:
    """Returns the serverless endpoints that serve a model version."""
    found = []
    for endpoint in resources.of_type(SERVERLESS_ENDPOINT):
        reference = model_reference(endpoint.properties["modelSettings"]["modelId"])
        if not isinstance(reference, Asset):
            continue
        served = find_version(resources, workspace_id_of(endpoint.id), reference)
        if served is not None and served.id.lower() == version.id.lower():
            found.append(endpoint)
    return found
