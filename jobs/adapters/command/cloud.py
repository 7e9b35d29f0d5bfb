"""What jobs need of Azure for one's own script, put together for one stack."""

from functools import partial

from jobs.adapters.azure_cloud import AzureCloud
from jobs.adapters.blob_datastore import BlobDatastore
from jobs.adapters.chat_completions import SCOPE, ChatCompletions, online_url
from jobs.adapters.clock import SystemClock
from jobs.adapters.command.code_assets import CodeAssets
from jobs.adapters.command.jobs import CommandJobs
from jobs.adapters.command.models import CommandModels
from jobs.adapters.command.online_endpoints import OnlineEndpoints
from jobs.adapters.credentials import stack_credential
from jobs.adapters.registry import newest_model
from jobs.adapters.rest import AzureRest
from jobs.adapters.run_history import RunHistory
from jobs.adapters.workspace import MANAGEMENT_SCOPE, Workspace
from jobs.domain.stack import StackOutputs


def command_cloud(stack: StackOutputs) -> AzureCloud:
    """Connects to the workspace of a stack; nothing is asked of it yet.

    Raises:
        UsageError: the environment is set up for another subscription than the stack's.
    """
    credential, clock = stack_credential(stack), SystemClock()
    rest = AzureRest(credential, MANAGEMENT_SCOPE)
    workspace = Workspace(rest, stack)
    datastore = BlobDatastore(workspace, credential)
    endpoints = OnlineEndpoints(workspace, CodeAssets(workspace, datastore), clock)
    return AzureCloud(
        clock=clock,
        files=datastore,
        datastore=datastore,
        jobs=CommandJobs(workspace, datastore, partial(newest_model, credential)),
        runs=RunHistory(workspace, rest),
        models=CommandModels(workspace),
        endpoints=endpoints,
        traffic=endpoints,
        chat=ChatCompletions(AzureRest(credential, SCOPE), clock, online_url),
    )
