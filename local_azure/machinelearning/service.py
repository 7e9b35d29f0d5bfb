"""Azure ML as a service of the local Azure: its types, its hosts and its life."""

from collections.abc import Mapping, Sequence

from starlette.routing import BaseRoute, Host, Router

from local_azure.behaviour import Behaviour
from local_azure.machinelearning.assets.codes import CODE_KIND, code_routes, code_version_behaviour
from local_azure.machinelearning.assets.data_assets import DATA_KIND, data_version_behaviour
from local_azure.machinelearning.assets.environments import ENVIRONMENT_KIND, environment_version_behaviour
from local_azure.machinelearning.assets.models import MODEL_KIND, model_version_behaviour
from local_azure.machinelearning.assets.resolved_uris import data_version_routes
from local_azure.machinelearning.assets.versioned_assets import container_behaviour
from local_azure.machinelearning.computes.computes import compute_behaviour
from local_azure.machinelearning.discovery import discovery_routes
from local_azure.machinelearning.endpoints.chat import Chat
from local_azure.machinelearning.endpoints.serverless_endpoints import ServerlessEndpoints
from local_azure.machinelearning.jobs.cancelling import job_operation_routes
from local_azure.machinelearning.jobs.jobs import Jobs
from local_azure.machinelearning.jobs.mlflow import Mlflow
from local_azure.machinelearning.jobs.mlflow_writing import MlflowWriting
from local_azure.machinelearning.jobs.run_history import RunHistory
from local_azure.machinelearning.managed_network.outbound_rules import outbound_rule_behaviour
from local_azure.machinelearning.not_served import not_served
from local_azure.machinelearning.online_endpoints.ids import HOSTS as _ONLINE
from local_azure.machinelearning.registry.marketplace import marketplace_behaviour
from local_azure.machinelearning.registry.routes import Registry
from local_azure.machinelearning.runtime import Runtime, runtime_of
from local_azure.machinelearning.workspaces.capability_hosts import capability_host_behaviour
from local_azure.machinelearning.workspaces.connections import connection_behaviour
from local_azure.machinelearning.workspaces.datastores import datastore_behaviour
from local_azure.machinelearning.workspaces.workspaces import workspace_behaviour
from local_azure.platform import Platform
from local_azure.service import Service

_REGIONAL = "*.api.azureml.ms"
_SERVERLESS = "*.models.ai.azure.com"


def machine_learning_service() -> Service:
    """Returns the service."""

    async def ready(platform: Platform) -> None:
        runtime_of(platform).jobs.resume()

    async def stop(platform: Platform) -> None:
        await runtime_of(platform).online.servers.stop_all()

    return Service(
        name="machinelearning",
        hosts=(_REGIONAL, _SERVERLESS, _ONLINE),
        routes=lambda platform: _routes(platform, runtime_of(platform)),
        management_routes=lambda platform: [
            *job_operation_routes(platform, runtime_of(platform).jobs.records),
            *code_routes(platform),
            *runtime_of(platform).networks.routes(),
        ],
        behaviours=lambda platform: _behaviours(platform, runtime_of(platform)),
        ready=ready,
        stop=stop,
    )


def _behaviours(platform: Platform, runtime: Runtime) -> Mapping[str, Behaviour]:
    base = "microsoft.machinelearningservices/workspaces"
    return {
        base: workspace_behaviour(platform, runtime.networks),
        f"{base}/outboundrules": outbound_rule_behaviour(platform),
        f"{base}/computes": compute_behaviour(platform),
        f"{base}/capabilityhosts": capability_host_behaviour(platform),
        f"{base}/connections": connection_behaviour(platform),
        f"{base}/datastores": datastore_behaviour(platform),
        f"{base}/data": container_behaviour(platform, DATA_KIND),
        f"{base}/data/versions": data_version_behaviour(platform),
        f"{base}/models": container_behaviour(platform, MODEL_KIND),
        f"{base}/models/versions": model_version_behaviour(platform),
        f"{base}/codes": container_behaviour(platform, CODE_KIND),
        f"{base}/codes/versions": code_version_behaviour(platform),
        f"{base}/jobs": Jobs(platform, runtime.jobs, runtime.registry).behaviour(),
        f"{base}/serverlessendpoints": ServerlessEndpoints(platform, runtime.models, runtime.server).behaviour(),
        f"{base}/marketplacesubscriptions": marketplace_behaviour(runtime.registry),
        f"{base}/environments": container_behaviour(platform, ENVIRONMENT_KIND),
        f"{base}/environments/versions": environment_version_behaviour(platform),
        **{f"{base}/{each}": behaviour for each, behaviour in runtime.online.behaviours().items()},
        **{f"{base}/{each}": behaviour for each, behaviour in not_served().items()},
    }


def _routes(platform: Platform, runtime: Runtime) -> Sequence[BaseRoute]:
    regional = [
        *discovery_routes(),
        *RunHistory(platform, runtime.jobs.records).routes(),
        *data_version_routes(platform),
        *Mlflow(platform, runtime.jobs.records, runtime.jobs.metrics).routes(),
        *MlflowWriting(platform, runtime.jobs.records, runtime.jobs.metrics).routes(),
        *Registry(platform, runtime.registry).routes(),
    ]
    serverless = Chat(platform, runtime.models, runtime.server).routes()
    return [
        Host(_REGIONAL.replace("*", "{region}"), Router(regional, redirect_slashes=False)),
        Host(_SERVERLESS.replace("*", "{endpoint}"), Router(serverless, redirect_slashes=False)),
        Host(_ONLINE.replace("*", "{endpoint}"), Router(runtime.online.routes(), redirect_slashes=False)),
    ]
