"""What an account must not have any more when it is deleted: deployments and projects."""

from collections.abc import Sequence

from local_azure.errors import AzureError, conflict
from local_azure.platform import Platform
from local_azure.resources import Resource


def refuse_with_children(platform: Platform, account: Resource) -> None:
    """Checks that an account has neither deployments nor projects.

    Raises:
        AzureError: 409 CannotDeleteAccountWithDeployments or CannotDeleteResource.
    """
    deployments = platform.resources.children(account.id, f"{account.type}/deployments")
    if deployments:
        raise conflict(
            "Cannot delete account with deployments. Please delete all deployments first: "
            + ", ".join(each.name for each in deployments),
            code="CannotDeleteAccountWithDeployments",
        )
    projects = platform.resources.children(account.id, f"{account.type}/projects")
    if projects:
        raise nested_resources_exist(account, projects)


def nested_resources_exist(parent: Resource, children: Sequence[Resource]) -> AzureError:
    """Returns the refusal to delete what others are nested in."""
    names = ", ".join(f"{each.type}/{parent.name}/{each.name}" for each in children)
    return conflict(
        "Cannot delete resource while nested resources exist. Some existing nested resource IDs include: "
        f"'{names}'. Please delete all nested resources before deleting this resource.",
        code="CannotDeleteResource",
    )
