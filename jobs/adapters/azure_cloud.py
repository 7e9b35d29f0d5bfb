"""All of Azure that the jobs need, put together for one stack."""

from dataclasses import dataclass

from jobs.adapters.blob_datastore import BlobDatastore
from jobs.adapters.chat_completions import SCOPE, ChatCompletions
from jobs.adapters.clock import SystemClock
from jobs.adapters.credentials import stack_credential
from jobs.adapters.fine_tuning_jobs import AzureFineTuningJobs
from jobs.adapters.models import WorkspaceModels
from jobs.adapters.rest import AzureRest
from jobs.adapters.run_history import RunHistory
from jobs.adapters.serverless_endpoints import ServerlessEndpoints
from jobs.adapters.workspace import MANAGEMENT_SCOPE, Workspace
from jobs.domain.stack import StackOutputs


@dataclass(frozen=True)
class AzureCloud:
    """The ports of the jobs on Azure."""

    clock: SystemClock
    datastore: BlobDatastore
    jobs: AzureFineTuningJobs
    runs: RunHistory
    models: WorkspaceModels
    endpoints: ServerlessEndpoints
    chat: ChatCompletions


def azure_cloud(stack: StackOutputs) -> AzureCloud:
    """Connects to the Azure that a stack is in; nothing is asked of it yet.

    Raises:
        UsageError: the environment is set up for another subscription than the stack's.
    """
    credential, clock = stack_credential(stack), SystemClock()
    rest = AzureRest(credential, MANAGEMENT_SCOPE)
    workspace = Workspace(rest, stack)
    return AzureCloud(
        clock=clock,
        datastore=BlobDatastore(workspace, credential),
        jobs=AzureFineTuningJobs(workspace, credential),
        runs=RunHistory(workspace, rest),
        models=WorkspaceModels(workspace),
        endpoints=ServerlessEndpoints(workspace, clock),
        chat=ChatCompletions(AzureRest(credential, SCOPE), clock),
    )
