"""Workspaces of kind Default, Hub and Project: what they need, what the service adds, and what ends with them."""

import uuid
from collections.abc import Mapping, Sequence

from local_azure.behaviour import Behaviour, SoftDelete, Write
from local_azure.errors import AzureError, conflict
from local_azure.identity import TENANT_ID
from local_azure.json_types import Json
from local_azure.machinelearning.arm_ids import WORKSPACE
from local_azure.machinelearning.managed_network.isolation import check_isolation
from local_azure.machinelearning.managed_network.provision_action import NetworkProvisioning
from local_azure.machinelearning.managed_network.provisioning import ensure_network, forget_network
from local_azure.machinelearning.managed_network.settings import (
    INLINE,
    adopt_network,
    check_inline_rules,
    shown_network,
)
from local_azure.machinelearning.workspaces.checks import check_datastores_auth, check_encryption, check_identity
from local_azure.machinelearning.workspaces.datastores import make_system_datastores
from local_azure.machinelearning.workspaces.dependents import require_dependents, require_finished, require_hub
from local_azure.network.connections import with_connections
from local_azure.platform import Platform
from local_azure.resources import Resource

KINDS = {"default": "Default", "hub": "Hub", "project": "Project"}
_SOFT_DELETE_DAYS = 14.0  # Azure ML documentation "concept-soft-delete", 2026-10
# What a project takes from its hub (Foundry documentation "ai-resources", 2026-10).
_FROM_HUB = ("storageAccount", "keyVault", "applicationInsights", "containerRegistry")


def workspace_behaviour(platform: Platform, networks: NetworkProvisioning) -> Behaviour:
    """Returns what the type ``workspaces`` does beyond being stored."""

    async def validate(write: Write) -> None:
        kind = _kind(write.body)
        if kind == "Project":
            require_hub(platform.resources, write)
        else:
            require_dependents(platform.resources, write, kind)
            check_datastores_auth(platform.resources, write)
        check_identity(write)
        check_isolation(platform, write)
        check_inline_rules(platform, write, _as_it_will_be(platform, write))
        if write.existing is None:
            check_encryption(platform, write)

    async def prepare(write: Write) -> Json:
        prepared = _prepared(platform, write)
        return {**prepared, **adopt_network(platform, write, prepared["properties"])}

    async def provision(workspace: Resource) -> None:
        require_finished(platform.resources, workspace)
        await make_system_datastores(platform, workspace)
        if workspace.properties.get("provisionNetworkNow"):
            await ensure_network(platform, workspace)

    async def delete(workspace: Resource) -> None:
        forget_network(platform, workspace)

    async def refuse_delete(workspace: Resource) -> None:
        projects = _projects(platform, workspace)
        if projects:
            names = ", ".join(project.rsplit("/", 1)[-1] for project in projects)
            raise conflict(f"Hub '{workspace.name}' still has projects: {names}. Delete them first.")

    return Behaviour(
        validate=validate,
        prepare=prepare,
        provision=provision,
        refuse_delete=refuse_delete,
        delete=delete,
        present=lambda workspace: _presented(platform, workspace),
        filter=_of_kinds,
        actions={"provisionmanagednetwork": networks.begin},
        answers_accepted=True,  # azure-ai-ml 1.35.2's own description, Workspaces create_or_update, has no 201
        soft_delete=SoftDelete(
            days=lambda _workspace: _SOFT_DELETE_DAYS,
            refuse=_refuse_soft_deleted,
            recovers=lambda _write, _deleted: False,
            keeps=_is_kept,
        ),
    )


def _kind(body: Json) -> str:
    wanted = str(body.get("kind") or "Default")
    kind = KINDS.get(wanted.lower())
    if kind is None:
        message = f"The workspace kind '{wanted}' isn't one of {', '.join(KINDS.values())}."
        raise AzureError(400, "ValidationError", message, target="kind")
    return kind


def _prepared(platform: Platform, write: Write) -> Json:
    kind = _kind(write.body)
    sent: Json = dict(write.body.get("properties") or {})
    existing = write.existing.properties if write.existing else {}
    guid = existing.get("workspaceId") or str(uuid.uuid4())
    api = f"{write.body['location']}.api.azureml.ms"
    if kind == "Project":
        hub = platform.resources.get(sent["hubResourceId"])
        sent |= {member: hub.properties.get(member) for member in _FROM_HUB} if hub else {}
    is_closed = str(sent.get("publicNetworkAccess") or "Enabled").lower() != "enabled"
    own = f"{guid}.workspace.{api}" if is_closed else api
    properties = {
        "friendlyName": write.name,
        "hbiWorkspace": False,
        "v1LegacyMode": False,
        "publicNetworkAccess": "Enabled",
        "systemDatastoresAuthMode": "AccessKey",
        "enableDataIsolation": kind != "Default",
        **{member: value for member, value in sent.items() if value is not None},
        "tenantId": TENANT_ID,
        "workspaceId": guid,
        "storageHnsEnabled": False,
        "discoveryUrl": f"https://{own}/discovery",
        "mlFlowTrackingUri": f"azureml://{api}/mlflow/v1.0{write.id}",
    }
    sku = write.body.get("sku") or {"name": "Basic", "tier": "Basic"}
    return {**write.body, "kind": kind, "sku": sku, "properties": properties}


def _as_it_will_be(platform: Platform, write: Write) -> Resource:
    now = platform.clock.now()
    return Resource(write.id, write.type, write.name, write.api_version, write.body, now, now)


def _presented(platform: Platform, workspace: Resource) -> Json:
    body = {name: value for name, value in with_connections(platform, workspace).items() if name != INLINE}
    network = shown_network(platform, workspace)
    added = {"managedNetwork": network} if network is not None else {}
    return {**body, "properties": {**body["properties"], **added}}


def _of_kinds(workspaces: Sequence[Resource], query: Mapping[str, str]) -> Sequence[Resource]:
    # azure-ai-ml 1.35.2 sends several kinds in one text, parted by commas.
    asked = {kind.strip().lower() for kind in query.get("kind", "").split(",") if kind.strip()}
    return [each for each in workspaces if not asked or str(each.body.get("kind")).lower() in asked]


def _projects(platform: Platform, workspace: Resource) -> list[str]:
    if workspace.body.get("kind") != "Hub":
        return []
    hub_id = workspace.id.lower()
    workspaces = platform.resources.of_type(WORKSPACE)
    return [found.id for found in workspaces if str(found.properties.get("hubResourceId", "")).lower() == hub_id]


def _refuse_soft_deleted(_write: Write, _deleted: Resource) -> AzureError:
    return AzureError(
        400, "BadRequest", "Soft-deleted workspace exists. Please purge or recover it. https://aka.ms/wsoftdelete"
    )


def _is_kept(workspace: Resource, query: Mapping[str, str]) -> bool:
    # Workspaces with user-assigned identities alone are deleted at once (Azure ML documentation "concept-soft-delete").
    identity = workspace.body.get("identity") or {}
    purged = query.get("forceToPurge", "").lower() == "true"
    return not purged and "systemassigned" in str(identity.get("type", "")).lower()
