"""Options of resources inside components."""

from collections.abc import Sequence

import pulumi


def child(
    parent: pulumi.Resource,
    *,
    after: Sequence[pulumi.Resource] = (),
    ignoring: Sequence[str] = (),
    replacing: Sequence[str] = (),
) -> pulumi.ResourceOptions:
    """Gives the options of a component's own resource.

    Args:
        parent: The component.
        after: What must exist before, and may only be deleted after, beyond what the inputs already say.
        ignoring: Properties that Azure changes by itself; the reason stands where this is used.
        replacing: Properties that Azure can't change in place and azure-native doesn't know as such; the resource is
            deleted first, since its name is taken as long as it is there.
    """
    return pulumi.ResourceOptions(
        parent=parent,
        depends_on=list(after),
        ignore_changes=list(ignoring),
        replace_on_changes=list(replacing),
        delete_before_replace=True if replacing else None,
    )
