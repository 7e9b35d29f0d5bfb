"""Settings that name resources to use instead of making new ones; destroy never touches them."""

from typing import Annotated, Final, Self

from pydantic import Field, model_validator

from stacks.settings.values import Setting, id_of, refused

OF_A_HUB: Final = ("storage_account", "key_vault", "container_registry", "application_insights")
"""What a hub stands on; a hub that is there has them already."""

LOOKED_UP: Final = ("resource_group", "hub", "ai_services", "identity")
"""What has to be in the stack's own subscription: where resources are put, and what Azure is asked about."""

_WORKSPACE = "Microsoft.MachineLearningServices/workspaces"


class Existing(Setting):
    """Ids of resources that are there already."""

    resource_group: Annotated[str, id_of("Microsoft.Resources/resourceGroups")] | None = Field(
        None, description="id of a resource group to put everything in"
    )
    hub: Annotated[str, id_of(_WORKSPACE)] | None = Field(None, description="id of an AI Foundry hub")
    ai_services: Annotated[str, id_of("Microsoft.CognitiveServices/accounts")] | None = Field(
        None, description="id of a Cognitive Services account of kind AIServices"
    )
    storage_account: Annotated[str, id_of("Microsoft.Storage/storageAccounts")] | None = Field(
        None, description="id of a storage account"
    )
    key_vault: Annotated[str, id_of("Microsoft.KeyVault/vaults")] | None = Field(None, description="id of a key vault")
    container_registry: Annotated[str, id_of("Microsoft.ContainerRegistry/registries")] | None = Field(
        None, description="id of a container registry"
    )
    application_insights: Annotated[str, id_of("Microsoft.Insights/components")] | None = Field(
        None, description="id of an Application Insights component"
    )
    log_analytics: Annotated[str, id_of("Microsoft.OperationalInsights/workspaces")] | None = Field(
        None, description="id of a Log Analytics workspace"
    )
    identity: Annotated[str, id_of("Microsoft.ManagedIdentity/userAssignedIdentities")] | None = Field(
        None, description="id of a user-assigned identity for hub, workspace and jobs"
    )
    has_endpoints: bool = Field(
        default=False,
        description="whether these resources have private endpoints in the stack's network already, so that none are "
        "made: true or false",
    )
    has_roles: bool = Field(
        default=False,
        description="whether the roles at these resources are given already, so that none are: true or false",
    )

    @model_validator(mode="after")
    def _a_hub_brings_its_own(self) -> Self:
        given = [name for name in OF_A_HUB if getattr(self, name) is not None] if self.hub else []
        if given:
            reason = "the hub of existing.hub has its own, which is used; leave it out"
            raise refused(reason, getattr(self, given[0]), f"existing.{given[0]}")
        return self
