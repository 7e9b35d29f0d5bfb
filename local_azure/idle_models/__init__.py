"""Deployments of tuned models that nobody has asked for fifteen days: taken away, as Azure does; the models stay."""

from local_azure.platform import Platform
from local_azure.service import Service


async def _ready(platform: Platform) -> None:
    from local_azure.idle_models.removal import remove_now_and_then

    platform.tasks.spawn("removal of idle deployments", remove_now_and_then(platform))


SERVICE = Service(name="idle-models", ready=_ready)
