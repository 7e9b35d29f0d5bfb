"""All of Azure that the jobs need, for one stack: one way for each method of tuning."""

from dataclasses import dataclass
from importlib import import_module

from jobs.domain.stack import StackOutputs
from jobs.ports import ChatModel, Clock, Datastore, Endpoints, FineTuningJobs, Models, Runs, Traffic, TrainingFiles

_CLOUDS = {
    "serverless": "jobs.adapters.serverless_cloud:serverless_cloud",
    "openai": "jobs.adapters.openai.cloud:openai_cloud",
    "command": "jobs.adapters.command.cloud:command_cloud",
}
"""What puts the ports of a method together; imported when it is used, as each brings SDKs of its own."""


@dataclass(frozen=True)
class AzureCloud:
    """The ports of the jobs on Azure."""

    clock: Clock
    files: TrainingFiles
    datastore: Datastore
    jobs: FineTuningJobs
    runs: Runs
    models: Models
    endpoints: Endpoints
    chat: ChatModel
    traffic: Traffic | None = None


def azure_cloud(stack: StackOutputs) -> AzureCloud:
    """Connects to the Azure that a stack is in; nothing is asked of it yet.

    Raises:
        UsageError: the environment is set up for another subscription than the stack's.
    """
    module, _, name = _CLOUDS[stack.method].partition(":")
    cloud: AzureCloud = getattr(import_module(module), name)(stack)
    return cloud
