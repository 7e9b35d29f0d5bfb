"""Takes deployments of tuned models away that have been idle for too long."""

import logging
from collections.abc import Iterator
from datetime import timedelta

from local_azure.cognitiveservices.model_capacity import DEPLOYMENTS
from local_azure.cognitiveservices.names import account_id_of
from local_azure.cognitiveservices.tuned_models import base_of
from local_azure.idle_models.uses import TABLE, last_use
from local_azure.management.context import Management
from local_azure.management.removal import remove
from local_azure.platform import Platform
from local_azure.resources import Resource

LOG = logging.getLogger(__name__)

DAYS = 15
"""azure-ai-docs, openai includes fine-tune 2025-03-26 (deployments) and fine-tune-serverless 2025-03 (endpoints)."""

SERVERLESS = "Microsoft.MachineLearningServices/workspaces/serverlessEndpoints"
_TUNED = "azureml://locations/"
_LEAST_SECONDS = 60.0


async def remove_when_due(platform: Platform) -> None:
    """Removes what is idle when its fifteen days are over, again and again, until it is cancelled."""
    while True:
        await platform.clock.sleep(max(_LEAST_SECONDS, _seconds_to_next(platform)))
        await remove_idle(platform)


async def remove_idle(platform: Platform) -> list[str]:
    """Removes deployments and endpoints of tuned models that nobody asked for fifteen days; returns their ids."""
    management = platform.require("management", Management)
    limit = platform.clock.now() - timedelta(days=DAYS)
    idle = [each for each in _tuned(platform) if each.state == "Succeeded" and last_use(platform, each) <= limit]
    for each in idle:
        LOG.info("nobody has asked %s for %d days: it goes, its model stays", each.id, DAYS)
        await remove(management, each, {})
        platform.store.delete(TABLE, each.id.lower())
    return [each.id for each in idle]


def _seconds_to_next(platform: Platform) -> float:
    # What is made or asked while this sleeps isn't due before fifteen days from now.
    now = platform.clock.now()
    uses = [now, *(last_use(platform, each) for each in _tuned(platform))]
    return (min(uses) + timedelta(days=DAYS) - now).total_seconds()


def _tuned(platform: Platform) -> Iterator[Resource]:
    for deployment in platform.resources.of_type(DEPLOYMENTS):
        if base_of(platform, account_id_of(deployment.id), str(deployment.properties["model"]["name"])) is not None:
            yield deployment
    for endpoint in platform.resources.of_type(SERVERLESS):
        if str((endpoint.properties.get("modelSettings") or {}).get("modelId", "")).startswith(_TUNED):
            yield endpoint
