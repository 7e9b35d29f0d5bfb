"""What a hub that is there already stands on: it is used instead of making more."""

import pulumi

from infra.existing import group_name, own_name
from stacks.settings import Settings
from stacks.settings.existing import Existing


class UnusableHubError(pulumi.RunError):
    """A hub that lacks something that its projects need."""

    def __init__(self, hub_id: str, missing: str, option: str) -> None:
        super().__init__(
            f"tunestack:existing.hub {own_name(hub_id)} has no {missing}, which its projects need; give it one: "
            f"`az ml workspace update --name {own_name(hub_id)} --resource-group {group_name(hub_id)} {option} ID`"
        )


def resources_to_use(settings: Settings) -> Existing:
    """Gives the resources that are used instead of making new ones: those of the settings, and those of their hub.

    Raises:
        UnusableHubError: The hub lacks a registry or telemetry.
    """
    hub_id = settings.existing.hub
    if hub_id is None:
        return settings.existing
    from pulumi_azure_native import machinelearningservices as ml

    hub = ml.get_workspace(resource_group_name=group_name(hub_id), workspace_name=own_name(hub_id))
    if hub.container_registry is None:
        raise UnusableHubError(hub_id, "container registry", "--container-registry")
    if hub.application_insights is None:
        raise UnusableHubError(hub_id, "Application Insights", "--application-insights")
    parts = {
        "storage_account": hub.storage_account,
        "key_vault": hub.key_vault,
        "container_registry": hub.container_registry,
        "application_insights": hub.application_insights,
    }
    return settings.existing.model_copy(update=parts)
