"""The identity that a pipeline deploys a stack as, where the settings name its repository."""

from collections.abc import Sequence
from typing import Any

from infra.deployer import Deployer, DeployerInputs
from infra.role_assignments import RoleAssignments
from stacks.foundation import Foundation
from stacks.settings import Settings


def declare_deployer(settings: Settings, foundation: Foundation, roles: Sequence[RoleAssignments]) -> dict[str, Any]:
    """Declares it, allowed to give and take the roles that the stack declares and no others.

    Args:
        settings: The stack's settings.
        foundation: Whose group it deploys to.
        roles: All role assignments of the stack.

    Returns:
        The outputs that a pipeline is set up with; none without a repository.
    """
    if settings.github is None:
        return {}
    inputs = DeployerInputs(
        name=foundation.names.deployer_identity,
        repository=settings.github.repository,
        environment=settings.github.environment,
        subscription_id=str(settings.subscription_id),
        group_id=foundation.group.id,
        assigns=[grant for each in roles for grant in each.grants],
        private=foundation.access.is_private,
        outlives_destroy=settings.existing.resource_group is None,
    )
    return {"deployer_client_id": Deployer("deployer", inputs, foundation.placement).client_id}
