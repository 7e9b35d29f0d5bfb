"""Azure OpenAI's data plane on the hosts of AI Services accounts: files, fine-tuning, models and chat completions."""

from collections.abc import Sequence

from starlette.routing import BaseRoute

from local_azure.platform import Platform
from local_azure.service import Service


def _routes(platform: Platform) -> Sequence[BaseRoute]:
    from local_azure.openai.service import routes

    return routes(platform)


async def _start(platform: Platform) -> None:
    from local_azure.openai.service import start

    await start(platform)


async def _ready(platform: Platform) -> None:
    from local_azure.openai.service import ready

    await ready(platform)


SERVICE = Service(
    name="openai",
    hosts=(
        "*.openai.azure.com",
        "*.cognitiveservices.azure.com",
        "*.services.ai.azure.com",
        "*.api.cognitive.microsoft.com",  # of regions: accounts without a subdomain
    ),
    routes=_routes,
    body_limit=None,  # files have up to 512 MB; each operation limits its own body
    start=_start,
    ready=_ready,
)
