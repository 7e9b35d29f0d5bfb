"""Our own resource RunResources: what jobs made in a workspace outside of Pulumi goes before the workspace does."""

import pulumi


class RunResources(pulumi.CustomResource):
    """Stands for endpoints, deployments, jobs, tuned models and data that are made after ``pulumi up``.

    Creating it only notes the workspace. Deleting it cancels running jobs and removes the rest, so that plain
    ``pulumi destroy`` leaves nothing that bills; what it can't remove it names.
    """

    def __init__(
        self, name: str, *, workspace_id: pulumi.Input[str], opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tunestack:index:RunResources", name, {"workspaceId": workspace_id}, opts)
