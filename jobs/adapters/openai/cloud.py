"""What jobs need of Azure for fine-tuning by Azure OpenAI, put together for one stack."""

from jobs.adapters.azure_cloud import AzureCloud
from jobs.adapters.blob_documents import BlobDocuments
from jobs.adapters.chat_completions import ChatCompletions
from jobs.adapters.clock import SystemClock
from jobs.adapters.credentials import stack_credential
from jobs.adapters.openai.account import SCOPE, OpenAIAccount
from jobs.adapters.openai.chat import OpenAIChat, deployment_url
from jobs.adapters.openai.deployments import OpenAIDeployments
from jobs.adapters.openai.events import JobEvents
from jobs.adapters.openai.fine_tuning_jobs import OpenAIFineTuningJobs
from jobs.adapters.openai.jobs import JobDocuments
from jobs.adapters.openai.models import OpenAIModels
from jobs.adapters.openai.runs import OpenAIRuns
from jobs.adapters.openai.training_files import OpenAITrainingFiles
from jobs.adapters.rest import AzureRest
from jobs.adapters.workspace import MANAGEMENT_SCOPE
from jobs.domain.stack import StackOutputs


def openai_cloud(stack: StackOutputs) -> AzureCloud:
    """Connects to the Foundry account of a stack; nothing is asked of it yet.

    Raises:
        UsageError: the environment is set up for another subscription than the stack's.
    """
    credential, clock = stack_credential(stack), SystemClock()
    rest = AzureRest(credential, SCOPE)
    account = OpenAIAccount(rest, AzureRest(credential, MANAGEMENT_SCOPE), stack)
    jobs = JobDocuments(account)
    return AzureCloud(
        clock=clock,
        files=OpenAITrainingFiles(account, clock),
        datastore=BlobDocuments(stack.storage_account_name, stack.storage_container, credential),
        jobs=OpenAIFineTuningJobs(account, jobs, clock),
        runs=OpenAIRuns(account, jobs, JobEvents(account, jobs)),
        models=OpenAIModels(account, jobs),
        endpoints=OpenAIDeployments(account, clock),
        chat=OpenAIChat(ChatCompletions(rest, clock, deployment_url), clock),
    )
