"""Our own resource PermanentDeletion: a resource that Azure would keep after its deletion is deleted for good."""

import pulumi


class PermanentDeletion(pulumi.CustomResource):
    """Deletes a resource permanently, just before Pulumi deletes it itself and finds it gone.

    For types that can be deleted for good only while they live, by a query parameter that azure-native lacks: Log
    Analytics workspaces (``force``) and Azure ML workspaces (``forceToPurge``).
    """

    def __init__(self, name: str, resource_id: pulumi.Input[str], opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("tunestack:index:PermanentDeletion", name, {"resourceId": resource_id}, opts)

    @property
    @pulumi.getter(name="resourceId")
    def resource_id(self) -> pulumi.Output[str]:
        """The resource's ARM id; what uses it goes before the permanent deletion does."""
        resource_id: pulumi.Output[str] = pulumi.get(self, "resourceId")
        return resource_id
