"""What every stack begins with: names, tags, registered resource providers, the resource group and its network."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pulumi

from catalogue.private_links import zones_of
from infra.access import PUBLIC, Access
from infra.budget import Budget, BudgetInputs
from infra.existing import Existing, own_name
from infra.managed_network import Isolation
from infra.naming import Names
from infra.network import Network, NetworkInputs
from infra.network_isolation import NetworkIsolation
from infra.placement import Placement
from infra.private_dns import PrivateDns, PrivateDnsInputs
from infra.provider_registrations import ProviderRegistrations, ProviderRegistrationsInputs
from infra.resource_group import ResourceGroup, ResourceGroupInputs
from infra.tags import tags
from stacks.settings import METHODS, Settings

_NETWORKS: Final = "Microsoft.Network"
_ZONES: Final = f"/providers/{_NETWORKS}/privateDnsZones/"


@dataclass(frozen=True)
class Foundation:
    """Where a stack's resources go, what they are called and from where they are reached.

    Attributes:
        names: What they are called.
        group: The resource group, made or found.
        group_name: Its name, known in previews.
        placement: Where they go.
        access: From where they are reached.
        network: The network that was made for them, where one was.
        telemetry_access: From where logs and traces are sent and read. Private only where the settings say so: a
            network has one Azure Monitor Private Link Scope, which answers for all of Azure Monitor in it, so no stack
            brings its own (Azure Monitor documentation "private-link-design", 2026); without one nothing would arrive.
    """

    names: Names
    group: ResourceGroup | Existing
    group_name: str
    placement: Placement
    access: Access = PUBLIC
    network: Network | None = None
    telemetry_access: Access = PUBLIC


def lay_foundation(settings: Settings, stack: str, namespaces: Sequence[str]) -> Foundation:
    """Declares the resource group, after the registration of the providers whose resources it will hold.

    Args:
        settings: The stack's settings.
        stack: The stack's name.
        namespaces: Resource providers, such as ``Microsoft.Storage``; their resources can then be reached privately.
    """
    names = Names(
        prefix=settings.name_prefix,
        journey=settings.journey,
        environment=settings.environment,
        subscription_id=str(settings.subscription_id),
        stack=stack,
    )
    carried = tags(
        owner=settings.owner,
        cost_centre=settings.cost_centre,
        environment=settings.environment,
        expiry=settings.expiry,
        stack=stack,
    )
    guard = NetworkIsolation(
        "network-isolation", isolation=isolation_of(settings), allow_replace=settings.network.allow_replace
    )
    registered = _register(settings, namespaces)
    group = _group(settings, ResourceGroupInputs(names.resource_group, settings.location, carried), guard, registered)
    given = settings.existing.resource_group
    placement = Placement(group.name, settings.location, carried)
    _declare_budget(settings, group, stack)
    network = _network(settings, names, placement)
    access = _access(settings, placement, network, zones_of(namespaces))
    return Foundation(
        names,
        group,
        own_name(given) if given else names.resource_group,
        placement,
        access=access,
        network=network,
        telemetry_access=access if settings.network.private_telemetry else PUBLIC,
    )


def isolation_of(settings: Settings) -> Isolation:
    """Says how closed the managed network of the stack's own hub and workspace is; Disabled where it has neither."""
    own_hub = "serverless" in METHODS[settings.journey] and settings.existing.hub is None
    has_one = own_hub or "command" in METHODS[settings.journey]
    return settings.network.isolation if has_one and settings.network.profile == "private" else "Disabled"


def _register(settings: Settings, namespaces: Sequence[str]) -> ProviderRegistrations:
    networks = [_NETWORKS] if settings.network.profile == "private" and _NETWORKS not in namespaces else []
    wanted = [*namespaces, *networks] if settings.register_providers else []
    return ProviderRegistrations("providers", ProviderRegistrationsInputs(str(settings.subscription_id), wanted))


def _group(
    settings: Settings,
    inputs: ResourceGroupInputs,
    guard: NetworkIsolation,
    registered: ProviderRegistrations,
) -> ResourceGroup | Existing:
    if settings.existing.resource_group is not None:
        return Existing("group", settings.existing.resource_group)
    return ResourceGroup("group", inputs, after=[guard, *registered.registrations])


def _declare_budget(settings: Settings, group: ResourceGroup | Existing, stack: str) -> None:
    budget = settings.budget
    if budget is None:
        return
    inputs = BudgetInputs(
        name=f"tunestack-{stack}",
        scope=group.id,
        amount=budget.amount,
        start=budget.start,
        emails=budget.emails,
        thresholds=budget.thresholds,
        stack=stack if settings.existing.resource_group else None,
    )
    Budget("budget", inputs)


def _network(settings: Settings, names: Names, placement: Placement) -> Network | None:
    wanted = settings.network
    if wanted.profile == "public" or wanted.existing_subnet is not None:
        return None
    inputs = NetworkInputs(
        name=names.network,
        address_space=wanted.address_space,
        endpoints_range=wanted.endpoints_range,
        runner_range=wanted.runner_range,
        github_runners=wanted.runners == "github",
    )
    return Network("network", inputs, placement)


def _access(settings: Settings, placement: Placement, network: Network | None, zones: Sequence[str]) -> Access:
    wanted = settings.network
    if wanted.profile == "public":
        return PUBLIC
    subnet_id: pulumi.Input[str]
    network_id: pulumi.Input[str]
    if network is not None:
        subnet_id, network_id = network.endpoints_subnet_id, network.id
    else:
        subnet_id = str(wanted.existing_subnet)
        network_id = str(wanted.existing_subnet).rpartition("/subnets/")[0]
    if wanted.existing_zones is not None:
        return Access(subnet_id, {zone: f"{wanted.existing_zones}{_ZONES}{zone}" for zone in zones})
    return Access(subnet_id, PrivateDns("private-dns", PrivateDnsInputs(zones, network_id), placement).zone_ids)
