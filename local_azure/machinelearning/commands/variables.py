"""The environment variables of a command job's processes: what Azure ML sets, and the way to the local Azure."""

import sys
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

from local_azure.identity import principal_ids
from local_azure.instance_file import read_instance
from local_azure.machinelearning.arm_ids import workspace_name_of
from local_azure.machinelearning.commands.command_job import CommandJob
from local_azure.machinelearning.commands.nodes import Nodes
from local_azure.machinelearning.data_plane import RUN_CLAIM
from local_azure.machinelearning.jobs.records import JobRecord
from local_azure.platform import Platform
from local_azure.resources import Resource
from local_azure.tokens import Caller, Principal

_MACHINE_LEARNING = "https://ml.azure.com"
_TOKEN_LIFETIME = timedelta(days=14)  # longer than any run here; Azure's own is renewed by its services


def run_variables(
    platform: Platform, workspace: Resource, record: JobRecord, job: CommandJob, identity: Caller | None
) -> dict[str, str]:
    """Returns what all processes of a run have: who they are, where they report to, and the submitter's own variables.

    The token opens this run's metrics, parameters and tags, and nothing else.
    """
    place, experiment = workspace_name_of(record.id), str(record.details.get("experimentName", "Default"))
    token, host = _token(platform, record), f"https://{workspace.location}.api.azureml.ms"
    ours = {
        "AZUREML_RUN_ID": record.name,
        "AZUREML_ROOT_RUN_ID": record.name,
        "AZUREML_RUN_TOKEN": token,
        "AZUREML_EXPERIMENT_ID": experiment,
        "AZUREML_ARM_SUBSCRIPTION": place.subscription,
        "AZUREML_ARM_RESOURCEGROUP": place.group,
        "AZUREML_ARM_WORKSPACE_NAME": place.workspace,
        "AZUREML_ARM_PROJECT_NAME": experiment,
        "AZUREML_WORKSPACE_ID": str(workspace.properties["workspaceId"]),
        "AZUREML_WORKSPACE_SCOPE": place.id,
        "AZUREML_SERVICE_ENDPOINT": host,
        "AZUREML_NODE_COUNT": str(job.instances),
        "MLFLOW_TRACKING_URI": str(workspace.properties["mlFlowTrackingUri"]),
        "MLFLOW_TRACKING_TOKEN": token,
        "MLFLOW_RUN_ID": record.name,
        "MLFLOW_EXPERIMENT_ID": experiment,
        "MLFLOW_EXPERIMENT_NAME": experiment,
    }
    if identity is not None:
        ours["DEFAULT_IDENTITY_CLIENT_ID"] = identity.app_id
    return {**job.variables, **ours}


def data_variables(inputs: Mapping[str, str], outputs: Mapping[str, str]) -> dict[str, str]:
    """Returns where the inputs and outputs are, as Azure ML tells it."""
    told = {f"AZURE_ML_INPUT_{name}": value for name, value in inputs.items()}
    told |= {f"AZURE_ML_OUTPUT_{name}": value for name, value in outputs.items()}
    return told | {f"AZUREML_DATAREFERENCE_{name}": value for name, value in {**inputs, **outputs}.items()}


def rank_variables(job: CommandJob, rank: int, port: int) -> dict[str, str]:
    """Returns by what the processes of a distributed job find each other; nothing for a job that isn't."""
    if not job.distributed:
        return {}
    node, local = divmod(rank, job.processes)
    found = {
        "MASTER_ADDR": "127.0.0.1",
        "MASTER_PORT": str(port),
        "WORLD_SIZE": str(job.world_size),
        "LOCAL_WORLD_SIZE": str(job.processes),
        "NODE_RANK": str(node),
        "RANK": str(rank),
        "LOCAL_RANK": str(local),
    }
    # All nodes are this machine, whose own name may lead nowhere.
    return found | ({"GLOO_SOCKET_IFNAME": "lo"} if sys.platform == "linux" else {})


def network_variables(platform: Platform, nodes: Nodes) -> dict[str, str]:
    """Returns what leads programs on the nodes to the local Azure, from the nodes' subnet where they stand in one."""
    instance = read_instance(platform.directory)
    if instance is None:
        return {}
    user = f"{quote(nodes.subnet_id, safe='')}:@" if nodes.subnet_id else ""
    proxy, bundle = f"http://{user}127.0.0.1:{instance.proxy_port}", str(platform.directory / "bundle.pem")
    return {
        **dict.fromkeys(("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"), proxy),
        **dict.fromkeys(("NO_PROXY", "no_proxy"), "127.0.0.1,localhost"),
        **dict.fromkeys(("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"), bundle),
    }


def python_variables(python: Path, path: str) -> dict[str, str]:
    """Returns what makes an environment's Python the one that commands find."""
    return {"PATH": f"{python.parent}:{path}", "VIRTUAL_ENV": str(python.parent.parent)}


def _token(platform: Platform, record: JobRecord) -> str:
    object_id, app_id = principal_ids(record.id, record.created_at)
    run = Principal(object_id, app_id, record.name)
    return platform.tokens.issue(run, _MACHINE_LEARNING, lifetime=_TOKEN_LIFETIME, claims={RUN_CLAIM: record.id})
