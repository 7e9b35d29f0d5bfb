"""What jobs need of Azure for serverless fine-tuning, put together for one stack."""

from jobs.adapters.azure_cloud import AzureCloud
from jobs.adapters.blob_datastore import BlobDatastore
from jobs.adapters.chat_completions import SCOPE, ChatCompletions, serverless_url
from jobs.adapters.clock import SystemClock
from jobs.adapters.credentials import stack_credential
from jobs.adapters.fine_tuning_jobs import AzureFineTuningJobs
from jobs.adapters.models import WorkspaceModels
from jobs.adapters.rest import AzureRest
from jobs.adapters.run_history import RunHistory
from jobs.adapters.serverless_endpoints import ServerlessEndpoints
from jobs.adapters.workspace import MANAGEMENT_SCOPE, Workspace
from jobs.domain.stack import StackOutputs


def serverless_cloud(stack: StackOutputs) -> AzureCloud:
    """Connects to the workspace of a stack; nothing is asked of it yet.

    Raises:
        UsageError: the environment is set up for another subscription than the stack's.
    """
    credential, clock = stack_credential(stack), SystemClock()
    rest = AzureRest(credential, MANAGEMENT_SCOPE)
    workspace = Workspace(rest, stack)
    datastore = BlobDatastore(workspace, credential)
    return AzureCloud(
        clock=clock,
        files=datastore,
        datastore=datastore,
        jobs=AzureFineTuningJobs(workspace, credential),
        runs=RunHistory(workspace, rest),
        models=WorkspaceModels(workspace),
        endpoints=ServerlessEndpoints(workspace, clock),
        chat=ChatCompletions(AzureRest(credential, SCOPE), clock, serverless_url),
    )
