"""Compute clusters as ARM resources: checked, given their first nodes, shown with their state, deleted with them."""

from collections.abc import Mapping

from local_azure.behaviour import Behaviour, Call, Write
from local_azure.clock import timestamp
from local_azure.errors import AzureError, bad_request
from local_azure.json_types import Json
from local_azure.machinelearning.arm_ids import workspace_of
from local_azure.machinelearning.computes.clusters import Cluster, parse_cluster
from local_azure.machinelearning.computes.cores import give_nodes, take_nodes
from local_azure.machinelearning.computes.placement import check_placement
from local_azure.machinelearning.managed_network.isolation import network_owner
from local_azure.machinelearning.managed_network.provisioning import ensure_network
from local_azure.platform import Platform
from local_azure.resources import Resource

_NO_NODES = ("idleNodeCount", "runningNodeCount", "preparingNodeCount", "unusableNodeCount", "leavingNodeCount")


def compute_behaviour(platform: Platform) -> Behaviour:
    """Returns what the type ``workspaces/computes`` does beyond being stored."""

    async def validate(write: Write) -> None:
        workspace = workspace_of(platform.resources, write.id)
        cluster = parse_cluster(write.body.get("properties") or {}, _location(write.body, workspace))
        check_placement(platform, write, workspace, cluster)

    async def prepare(write: Write) -> Json:
        return _prepared(platform, write)

    async def provision(compute: Resource) -> None:
        workspace = workspace_of(platform.resources, compute.id)
        await ensure_network(platform, network_owner(platform, workspace))
        give_nodes(platform, compute.id, parse_cluster(compute.properties, compute.location))

    async def delete(compute: Resource) -> None:
        take_nodes(platform, compute.id)

    async def list_nodes(_call: Call) -> Json:
        return {"nodes": []}

    return Behaviour(
        validate=validate,
        prepare=prepare,
        provision=provision,
        refuse_delete_by_query=_refuse_detach,
        delete=delete,
        present=lambda compute: _present(platform, compute),
        actions={"listnodes": list_nodes},
    )


async def _refuse_detach(compute: Resource, query: Mapping[str, str]) -> None:
    asked = {name.lower(): value for name, value in query.items()}.get("underlyingresourceaction", "Delete")
    if asked.lower() == "delete":
        return
    if asked.lower() != "detach":
        raise bad_request(f"The underlyingResourceAction '{asked}' isn't one of Delete, Detach.")
    raise AzureError(
        400,
        "BadRequest",
        f"Compute '{compute.name}' of type AmlCompute is Azure ML's own and can't be detached: use "
        "underlyingResourceAction=Delete.",
    )


def _prepared(platform: Platform, write: Write) -> Json:
    workspace = workspace_of(platform.resources, write.id)
    sent: Json = write.body["properties"]
    cluster = parse_cluster(sent, _location(write.body, workspace))
    before = write.existing.properties if write.existing else {}
    nodes = {
        "osType": "Linux",
        "vmPriority": "Dedicated",
        "isolatedNetwork": False,
        "enableNodePublicIp": True,
        "remoteLoginPortPublicAccess": "NotSpecified",
        **(sent.get("properties") or {}),
        "vmSize": cluster.sku.name,
        "scaleSettings": cluster.scale_settings,
    }
    properties = {
        "disableLocalAuth": False,
        "description": None,
        **{member: value for member, value in sent.items() if member != "properties"},
        "computeLocation": cluster.location,
        "createdOn": before.get("createdOn", timestamp(platform.clock.now())),
        "isAttachedCompute": False,
        "provisioningErrors": None,
        "resourceId": None,
        "properties": nodes,
    }
    return {**write.body, "location": cluster.location, "properties": properties}


def _present(platform: Platform, compute: Resource) -> Json:
    cluster = parse_cluster(compute.properties, compute.location)
    steady = compute.state not in ("Creating", "Updating", "Deleting")
    there = cluster.least if steady and compute.state == "Succeeded" else 0
    live = {
        "allocationState": "Steady" if steady else "Resizing",
        "allocationStateTransitionTime": timestamp(compute.changed_at),
        "currentNodeCount": there,
        "targetNodeCount": _target(cluster, compute),
        "nodeStateCounts": {**dict.fromkeys(_NO_NODES, 0), "idleNodeCount": there, "preemptedNodeCount": 0},
        "errors": None,
    }
    properties = {
        **compute.properties,
        "modifiedOn": timestamp(compute.changed_at),
        "properties": {**compute.properties["properties"], **live},
    }
    return {**compute.body, "properties": properties}


def _target(cluster: Cluster, compute: Resource) -> int:
    return 0 if compute.state in ("Deleting", "Failed") else cluster.least


def _location(body: Json, workspace: Resource) -> str:
    return str(body.get("location") or workspace.location)
