"""A lock: what it is on can't be deleted by anyone until the lock is gone."""

from dataclasses import dataclass

import pulumi

from infra.options import child


@dataclass(frozen=True)
class LockInputs:
    """What is locked and why.

    Attributes:
        scope: ARM id of the resource.
        reason: What would be lost; shown to whoever tries to delete it.
    """

    scope: pulumi.Input[str]
    reason: str


class Lock(pulumi.ComponentResource):
    """A CanNotDelete lock."""

    def __init__(self, name: str, inputs: LockInputs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("tunestack:infra:Lock", name, None, opts)
        from pulumi_azure_native import authorization

        authorization.ManagementLockByScope(
            name,
            lock_name="tunestack-protect",
            scope=inputs.scope,
            level=authorization.LockLevel.CAN_NOT_DELETE,
            notes=inputs.reason,
            opts=child(self),
        )
        self.register_outputs({})
