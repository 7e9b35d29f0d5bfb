"""Private endpoints to resources that were there already."""

import pulumi

from infra.access import PUBLIC
from infra.existing import own_name
from infra.private_endpoint import private_endpoints
from stacks.foundation import Foundation
from stacks.settings import Settings


def endpoints_to(
    settings: Settings, foundation: Foundation, name: str, arm_type: str, target_id: str
) -> tuple[pulumi.Resource, ...]:
    """Declares the private endpoints to an existing resource, unless the settings say that it has them.

    Args:
        settings: The stack's settings.
        foundation: From where resources are reached: nothing is made where that is anywhere.
        name: Logical name that theirs begin with.
        arm_type: The resource's type.
        target_id: Its ARM id.

    Returns:
        What has to come before whoever uses the resource.
    """
    access = PUBLIC if settings.existing.has_endpoints else foundation.access
    return private_endpoints(name, (arm_type, target_id, own_name(target_id)), access, foundation.placement)
