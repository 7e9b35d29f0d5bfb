"""What runs behind Azure ML on one local Azure: its jobs, its model server and what both know."""

from dataclasses import dataclass

from local_azure.machinelearning.endpoints.endpoint_models import EndpointModels
from local_azure.machinelearning.jobs.kinds import job_runner
from local_azure.machinelearning.jobs.runner import JobRunner
from local_azure.machinelearning.managed_network.provision_action import NetworkProvisioning
from local_azure.machinelearning.online_endpoints.online_endpoints import OnlineEndpoints, make_online_endpoints
from local_azure.machinelearning.registry.registry_models import RegistryModels, read_registry_models
from local_azure.platform import Platform
from local_azure.serving import model_server_of
from local_azure.serving.model_server import ModelServer

_PORT = "machinelearning"


@dataclass(frozen=True)
class Runtime:
    """The parts that live as long as a local Azure runs.

    Attributes:
        registry: The registry's models.
        jobs: Runs jobs.
        models: The models behind endpoints.
        server: Serves them.
        networks: Provisions managed networks.
        online: Managed online endpoints.
    """

    registry: RegistryModels
    jobs: JobRunner
    models: EndpointModels
    server: ModelServer
    networks: NetworkProvisioning
    online: OnlineEndpoints


def runtime_of(platform: Platform) -> Runtime:
    """Returns the runtime of a local Azure, made when it is asked for first."""
    try:
        return platform.require(_PORT, Runtime)
    except LookupError:
        registry = read_registry_models(platform.options.catalogue_date)
    made = Runtime(
        registry=registry,
        jobs=job_runner(platform, registry),
        models=EndpointModels(platform, registry),
        server=model_server_of(platform),
        networks=NetworkProvisioning(platform),
        online=make_online_endpoints(platform),
    )
    platform.provide(_PORT, made)
    return made
