"""Our own resource NetworkIsolation: a managed network is never opened again by accident."""

import pulumi

from infra.managed_network import Isolation


class NetworkIsolation(pulumi.CustomResource):
    """Refuses a preview that would replace hubs and workspaces to open their managed network.

    Made before everything else, so that nothing has changed when it refuses.
    """

    def __init__(
        self, name: str, *, isolation: Isolation, allow_replace: bool, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        properties = {"isolation": isolation, "allowReplace": allow_replace}
        super().__init__("tunestack:index:NetworkIsolation", name, properties, opts)
