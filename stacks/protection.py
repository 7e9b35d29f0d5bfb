"""With `tunestack:protect` nothing of a stack is deleted or replaced, not even by a destroy without preview."""

from typing import Final

import pulumi

LOCKS: Final = frozenset({"tunestack:infra:Lock", "azure-native:authorization:ManagementLockByScope"})
"""Locks go when the setting is taken back: protected themselves, they would keep Pulumi from doing that."""


def protect_everything(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult | None:
    """Protects a resource as it is declared.

    Without a preview, `pulumi destroy` deletes whatever isn't protected itself before it meets what is: that would cost
    a protected stack its roles, its endpoints and what jobs made.
    """
    if args.type_ in LOCKS:
        return None
    protected = pulumi.ResourceOptions.merge(args.opts, pulumi.ResourceOptions(protect=True))
    return pulumi.ResourceTransformationResult(args.props, protected)
