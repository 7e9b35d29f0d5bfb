"""Existing resources outside of the stack's group: roles on the group don't reach them."""

from typing import Final

from stacks.settings import Settings

STANDS_ON: Final = ("storage_account", "key_vault", "container_registry", "application_insights")
"""What a hub or workspace stands on, as settings name it."""


def elsewhere(settings: Settings, kinds: tuple[str, ...] = STANDS_ON) -> dict[str, str]:
    """Gives the ARM ids of those that settings name and that are in another group, by setting."""
    given = settings.existing
    group = f"{given.resource_group}/".lower() if given.resource_group else None
    named = {kind: arm_id for kind in kinds if (arm_id := getattr(given, kind)) is not None}
    return {kind: arm_id for kind, arm_id in named.items() if group is None or not arm_id.lower().startswith(group)}
