"""What runs behind Azure OpenAI on one local Azure: its files, jobs, models and chats, and their routes."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from local_azure.cognitiveservices.data_plane import account_of
from local_azure.cognitiveservices.tuned_models import PORT as TUNED_MODELS
from local_azure.errors import not_supported
from local_azure.openai.chat.completions import ChatCompletions
from local_azure.openai.files.files import Files
from local_azure.openai.files.records import FileStore
from local_azure.openai.gone_accounts import forget_gone_accounts
from local_azure.openai.jobs.jobs import FineTuningJobs
from local_azure.openai.jobs.runner import JobRunner
from local_azure.openai.models.models import Models
from local_azure.openai.models.tuned import TunedModelStore
from local_azure.openai.operations import operation_routes
from local_azure.platform import Platform
from local_azure.serving import model_server_of

_PORT = "openai"
_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


@dataclass(frozen=True)
class OpenAI:
    """The parts that live as long as a local Azure runs.

    Attributes:
        files: The operations on files.
        jobs: Those on fine-tuning jobs.
        models: Those on models.
        chat: Chat completions.
        runner: Runs the jobs.
    """

    files: Files
    jobs: FineTuningJobs
    models: Models
    chat: ChatCompletions
    runner: JobRunner


async def start(platform: Platform) -> None:
    """Puts the parts together and tells what deploys which models are tuned."""
    files, tuned = FileStore(platform), TunedModelStore(platform)
    runner = JobRunner(platform, files, tuned)
    jobs = FineTuningJobs(platform, runner, files)
    platform.provide(TUNED_MODELS, tuned)
    platform.provide(
        _PORT,
        OpenAI(
            files=Files(platform, files, jobs.used_by),
            jobs=jobs,
            models=Models(platform, tuned),
            chat=ChatCompletions(platform, tuned, model_server_of(platform)),
            runner=runner,
        ),
    )


async def ready(platform: Platform) -> None:
    """Goes on with what was going on when the local Azure stopped."""
    parts = platform.require(_PORT, OpenAI)
    forget_gone_accounts(platform, FileStore(platform), parts.runner, TunedModelStore(platform))
    parts.files.resume()
    parts.runner.resume_all()


def routes(platform: Platform) -> Sequence[BaseRoute]:
    """Returns the routes of accounts' hosts."""
    parts = platform.require(_PORT, OpenAI)

    async def rest(request: Request) -> Response:
        account_of(platform, request)
        what = f"{request.method} {request.url.path} on AI Services accounts"
        raise not_supported(what, "It has files, fine-tuning jobs, models and chat completions of Azure OpenAI.")

    operations = [
        *parts.files.operations(),
        *parts.jobs.operations(),
        *parts.models.operations(),
        *parts.chat.operations(),
    ]
    return [*operation_routes(platform, operations), Route("/{path:path}", rest, methods=_METHODS)]
