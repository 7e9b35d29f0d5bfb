"""NetworkIsolation: remembers how closed the stack's managed networks are, and refuses to open them by accident."""

from collections.abc import Mapping
from typing import Final

from infra.provider.own_resource import Created, Properties

ORDER: Final = ("Disabled", "AllowInternetOutbound", "AllowOnlyApprovedOutbound")
"""Azure closes a managed network further, but never opens it again (azure-docs how-to-managed-network)."""

_ID: Final = "network-isolation"


class NetworkIsolation:
    """Inputs: isolation, allowReplace. Nothing of it is in Azure."""

    inputs = ("isolation", "allowReplace")
    replacing = ()

    def check(self, inputs: Properties) -> Mapping[str, str]:
        """Refuses unknown isolations."""
        isolation = inputs.get("isolation")
        if isinstance(isolation, str) and isolation not in ORDER:
            return {"isolation": f"'{isolation}' is no isolation; isolations: {', '.join(ORDER)}"}
        return {}

    def check_change(self, before: Properties, inputs: Properties) -> Mapping[str, str]:
        """Refuses to open what was closed, unless replacing is allowed."""
        old, new = before.get("isolation"), inputs.get("isolation")
        if old not in ORDER or new not in ORDER or ORDER.index(new) >= ORDER.index(old) or inputs.get("allowReplace"):
            return {}
        setting = "tunestack:network.profile is public" if new == ORDER[0] else f"tunestack:network.isolation is {new}"
        reason = (
            f"{setting}, but the stack's managed network is {old}, which Azure can't open again: hub, project and "
            "workspace would be deleted with their runs and made anew. Put the setting back, or set "
            "tunestack:network.allow_replace to true to lose them"
        )
        return {"isolation": reason}

    def preview(self, inputs: Properties) -> Properties:
        """There are no outputs besides the inputs."""
        return {}

    def create(self, inputs: Properties) -> Created:
        """Notes the isolation."""
        return Created(_ID, {})

    def read(self, resource_id: str, state: Properties) -> Created | None:
        """Gives what was noted; nothing when it is imported, since nothing of it is in Azure."""
        return Created(resource_id, state) if state else None

    def update(self, state: Properties, inputs: Properties) -> Properties:
        """Notes another isolation."""
        return {}

    def delete(self, state: Properties) -> None:
        """Forgets it."""
