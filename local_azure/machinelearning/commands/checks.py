"""What a command job names must be there before the job exists: code, environment, compute, inputs, outputs."""

from local_azure.machinelearning.commands.command_job import CommandJob
from local_azure.machinelearning.commands.data import code_place, input_place, place_on
from local_azure.machinelearning.commands.environments import require_environment
from local_azure.machinelearning.commands.nodes import nodes_for
from local_azure.machinelearning.jobs.output_places import output_place
from local_azure.machinelearning.registry.registry_models import RegistryModels
from local_azure.platform import Platform
from local_azure.resources import Resource


def check_command(
    platform: Platform, registry: RegistryModels, workspace: Resource, job: CommandJob, name: str
) -> None:
    """Returns when all that a job names is there. Whether blobs are is seen when the job runs, as on Azure.

    Raises:
        AzureError: 400 naming what isn't there; 501 for what isn't run here.
    """
    if job.code_id:
        code_place(platform, workspace.id, job.code_id)
    require_environment(platform, workspace.id, job.environment_id)
    nodes_for(platform, workspace, job)
    for given in job.inputs.values():
        if given.is_brought:
            input_place(platform, registry, workspace.id, given)
    for output_name, output in job.outputs.items():
        place_on(platform, workspace.id, output_place(name, output_name, {"uri": output.uri}))
