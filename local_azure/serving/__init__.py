"""The process that answers chats with base weights and tuned ones, shared by all services that have models deployed."""

from local_azure.machine import compute_of
from local_azure.platform import Platform
from local_azure.service import Service
from local_azure.serving.model_server import ModelServer

PORT = "model-server"


def model_server_of(platform: Platform) -> ModelServer:
    """Returns the model server of a local Azure, made when it is asked for first; it starts with the first chat."""
    try:
        return platform.require(PORT, ModelServer)
    except LookupError:
        adapters = [platform.directory / "endpoints", platform.directory / "openai" / "models"]
        made = ModelServer(platform.directory / "model-server", compute_of(platform), adapters)
    platform.provide(PORT, made)
    return made


async def _stop(platform: Platform) -> None:
    await model_server_of(platform).stop()


SERVICE = Service(name="serving", stop=_stop)
