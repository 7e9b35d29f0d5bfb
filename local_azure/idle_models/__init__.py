"""Deployments of tuned models that nobody has asked for fifteen days: taken away, as Azure does; the models stay."""

from local_azure.platform import Platform
from local_azure.service import Service


async def _ready(platform: Platform) -> None:
    from local_azure.idle_models.removal import remove_when_due

    platform.tasks.spawn("removal of idle deployments", remove_when_due(platform))


SERVICE = Service(name="idle-models", ready=_ready)
