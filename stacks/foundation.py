"""What every stack begins with: names, tags, registered resource providers and the resource group."""

from collections.abc import Sequence
from dataclasses import dataclass

from infra.access import PUBLIC, Access
from infra.naming import Names
from infra.placement import Placement
from infra.provider_registrations import ProviderRegistrations, ProviderRegistrationsInputs
from infra.resource_group import ResourceGroup, ResourceGroupInputs
from infra.tags import tags
from stacks.settings import Settings


@dataclass(frozen=True)
class Foundation:
    """Where a stack's resources go and what they are called."""

    names: Names
    group: ResourceGroup
    placement: Placement
    access: Access = PUBLIC


def lay_foundation(settings: Settings, stack: str, namespaces: Sequence[str]) -> Foundation:
    """Declares the resource group, after the registration of the providers whose resources it will hold.

    Args:
        settings: The stack's settings.
        stack: The stack's name.
        namespaces: Resource providers, such as ``Microsoft.Storage``.
    """
    subscription_id = str(settings.subscription_id)
    names = Names(
        prefix=settings.name_prefix,
        journey=settings.journey,
        environment=settings.environment,
        subscription_id=subscription_id,
        stack=stack,
    )
    carried = tags(
        owner=settings.owner,
        cost_centre=settings.cost_centre,
        environment=settings.environment,
        expiry=settings.expiry,
        stack=stack,
    )
    wanted = namespaces if settings.register_providers else ()
    registered = ProviderRegistrations("providers", ProviderRegistrationsInputs(subscription_id, wanted))
    group = ResourceGroup(
        "group",
        ResourceGroupInputs(names.resource_group, settings.location, carried),
        after=registered.registrations,
    )
    return Foundation(names, group, Placement(group.name, settings.location, carried))
