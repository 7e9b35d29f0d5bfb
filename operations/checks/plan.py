"""What `pulumi up` of a stack is going to write, and under which names: what the checks are about."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from infra.naming import Names
from stacks.settings import METHODS, Settings

NETWORK_TYPES = (
    "Microsoft.Network/virtualNetworks",
    "Microsoft.Network/virtualNetworks/subnets",
    "Microsoft.Network/networkSecurityGroups",
    "Microsoft.Network/privateDnsZones",
    "Microsoft.Network/privateDnsZones/virtualNetworkLinks",
    "Microsoft.Network/privateEndpoints",
    "Microsoft.Network/privateEndpoints/privateDnsZoneGroups",
)


@dataclass(frozen=True)
class Plan:
    """A stack that is going to be brought up.

    Attributes:
        settings: Its settings.
        stack: Its name.
        today: The day.
    """

    settings: Settings
    stack: str
    today: dt.date

    @cached_property
    def names(self) -> Names:
        """The names of its resources."""
        settings = self.settings
        return Names(
            prefix=settings.name_prefix,
            journey=settings.journey,
            environment=settings.environment,
            subscription_id=str(settings.subscription_id),
            stack=self.stack,
        )

    @property
    def subscription_scope(self) -> str:
        """ARM id of the subscription."""
        return f"/subscriptions/{self.settings.subscription_id}"

    @property
    def group_scope(self) -> str:
        """ARM id of the resource group."""
        return self.settings.existing.resource_group or f"{self.subscription_scope}/resourceGroups/{self._group}"

    @property
    def group_name(self) -> str:
        """Name of the resource group."""
        return self.group_scope.rsplit("/", 1)[1]

    @property
    def tunes_openai(self) -> bool:
        """Whether it deploys and tunes OpenAI models."""
        return "openai" in METHODS[self.settings.journey]

    @property
    def has_workspaces(self) -> bool:
        """Whether it has hubs or workspaces of Azure ML, with what these stand on."""
        return bool({"serverless", "command"} & set(METHODS[self.settings.journey]))

    @property
    def has_clusters(self) -> bool:
        """Whether it has compute of its own."""
        return "command" in METHODS[self.settings.journey]

    @property
    def has_account(self) -> bool:
        """Whether it makes an AI Services account."""
        needed = {"serverless", "openai"} & set(METHODS[self.settings.journey])
        return bool(needed) and self.settings.existing.ai_services is None and self.settings.existing.hub is None

    @property
    def has_vault(self) -> bool:
        """Whether it makes a key vault."""
        return self.has_workspaces and self.settings.existing.key_vault is None and self.settings.existing.hub is None

    @property
    def has_storage(self) -> bool:
        """Whether it makes a storage account: for what a workspace stands on, or for what is noted of runs."""
        of_a_hub = self.has_workspaces and self.settings.existing.hub is not None
        return self.settings.existing.storage_account is None and not of_a_hub

    @property
    def has_locks(self) -> bool:
        """Whether it locks what holds data."""
        return self.settings.protect and (self.has_workspaces or self.has_storage)

    @property
    def account_id(self) -> str:
        """ARM id of the AI Services account."""
        own = f"{self.group_scope}/providers/Microsoft.CognitiveServices/accounts/{self.names.ai_services}"
        return self.settings.existing.ai_services or own

    @property
    def deployment_id(self) -> str:
        """ARM id of the base deployment."""
        return f"{self.account_id}/deployments/{self.settings.openai.deployment or self.settings.models.openai}"

    @property
    def types(self) -> tuple[str, ...]:
        """The ARM types that it writes, the group aside."""
        return tuple(dict.fromkeys(self._types()))

    @property
    def namespaces(self) -> tuple[str, ...]:
        """The resource providers that have to be registered; these of Azure itself always are."""
        own = dict.fromkeys(each.split("/")[0] for each in self.types)
        quota = ["Microsoft.Quota"] if self.has_clusters and self.settings.compute.request_quota else []
        guide = ["Microsoft.Network"] if self.has_workspaces else []
        return tuple(
            dict.fromkeys([*own, *quota, *guide]).keys() - {"Microsoft.Authorization", "Microsoft.Consumption"}
        )

    def _types(self) -> Iterator[str]:
        settings, existing = self.settings, self.settings.existing
        yield "Microsoft.Authorization/roleAssignments"
        if existing.log_analytics is None:
            yield "Microsoft.OperationalInsights/workspaces"
        if settings.diagnostics:
            yield "Microsoft.Insights/diagnosticSettings"
        if settings.budget is not None:
            yield "Microsoft.Consumption/budgets"
        yield from self._alert_types()
        if self.has_locks:
            yield "Microsoft.Authorization/locks"
        if settings.github is not None:
            yield "Microsoft.ManagedIdentity/userAssignedIdentities"
            yield "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials"
        if settings.network.profile == "private":
            yield from self._network_types()
        yield from self._storage_types()
        if self.has_account:
            yield "Microsoft.CognitiveServices/accounts"
        if self.tunes_openai:
            yield from self._openai_types()
        if self.has_workspaces:
            yield from self._workspace_types()

    def _alert_types(self) -> Iterator[str]:
        alerts = self.settings.alerts
        if alerts is not None:
            yield "Microsoft.Insights/metricAlerts"
        if alerts is not None and alerts.emails:
            yield "Microsoft.Insights/actionGroups"

    def _network_types(self) -> Iterator[str]:
        network = self.settings.network
        own_network, own_zones = network.existing_subnet is None, network.existing_zones is None
        for each in NETWORK_TYPES:
            of_network = "virtualNetworks" in each or "networkSecurityGroups" in each
            of_zones = each.startswith("Microsoft.Network/privateDnsZones")
            if (own_network or not of_network) and (own_zones or not of_zones):
                yield each

    def _storage_types(self) -> Iterator[str]:
        if self.has_storage:
            yield "Microsoft.Storage/storageAccounts"
        if self.has_storage and self.tunes_openai:
            yield "Microsoft.Storage/storageAccounts/blobServices/containers"

    def _openai_types(self) -> Iterator[str]:
        yield "Microsoft.CognitiveServices/accounts/deployments"
        yield "Microsoft.CognitiveServices/accounts/projects"
        if self.settings.openai.content_filter is not None:
            yield "Microsoft.CognitiveServices/accounts/raiPolicies"

    def _workspace_types(self) -> Iterator[str]:
        existing = self.settings.existing
        made = {
            "Microsoft.KeyVault/vaults": existing.key_vault,
            "Microsoft.Insights/components": existing.application_insights,
            "Microsoft.ContainerRegistry/registries": existing.container_registry,
            "Microsoft.ManagedIdentity/userAssignedIdentities": existing.identity,
        }
        yield from (each for each, given in made.items() if given is None)
        yield "Microsoft.MachineLearningServices/workspaces"
        if "serverless" in METHODS[self.settings.journey] and existing.hub is None:
            yield "Microsoft.MachineLearningServices/workspaces/connections"
        if self.has_clusters:
            yield "Microsoft.MachineLearningServices/workspaces/computes"

    @property
    def _group(self) -> str:
        return self.names.resource_group
