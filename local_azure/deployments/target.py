"""What a request about deployments is aimed at: a scope, and the deployment that its path names."""

from dataclasses import dataclass

from starlette.requests import Request

from local_azure.deployments.record import Deployment
from local_azure.deployments.refusals import DEPLOYMENT_TYPE, deployment_not_found
from local_azure.deployments.runner import Runner
from local_azure.deployments.submission import current
from local_azure.errors import resource_group_not_found
from local_azure.identity import SUBSCRIPTION_SCOPE
from local_azure.management.context import Asked, Management, asked
from local_azure.platform import Platform
from local_azure.resources import Resource

PORT = "deployments"


@dataclass(frozen=True)
class Target:
    """A request about deployments.

    Attributes:
        management: The ARM core.
        runner: The deployments that go on.
        request: The request, for links to further pages.
        asked: The same as handlers see it.
        group_name: The resource group's name; empty at the subscription.
        name: The deployment's name; empty for lists.
    """

    management: Management
    runner: Runner
    request: Request
    asked: Asked
    group_name: str
    name: str

    @property
    def scope(self) -> str:
        """The id of the resource group or subscription."""
        return f"{SUBSCRIPTION_SCOPE}/resourceGroups/{self.group_name}" if self.group_name else SUBSCRIPTION_SCOPE

    @property
    def id(self) -> str:
        """The deployment's id."""
        return f"{self.scope}/providers/{DEPLOYMENT_TYPE}/{self.name}"

    def allow(self, action: str) -> Resource | None:
        """Checks that the caller may do something; returns the resource group, None at the subscription.

        Args:
            action: Such as ``deployments/read``.

        Raises:
            AzureError: 403 AuthorizationFailed, 404 ResourceGroupNotFound.
        """
        authorizer = self.management.platform.authorizer
        authorizer.require(self.asked.caller, f"Microsoft.Resources/{action}", self.id if self.name else self.scope)
        if not self.group_name:
            return None
        group = self.management.platform.resources.get(self.scope)
        if group is None:
            raise resource_group_not_found(self.group_name)
        return group

    def found(self, action: str) -> Deployment:
        """Returns the deployment, after checking that the caller may do something with it.

        Raises:
            AzureError: 403 AuthorizationFailed, 404 ResourceGroupNotFound or DeploymentNotFound.
        """
        found = current(self.runner, self.id, self.allow(action))
        if found is None:
            raise deployment_not_found(self.name)
        return found


async def target_of(platform: Platform, management: Management, request: Request) -> Target:
    """Returns what a request is aimed at."""
    parameters = request.path_params
    runner = platform.require(PORT, Runner)
    name = str(parameters.get("deployment", ""))
    return Target(management, runner, request, await asked(request), str(parameters.get("group", "")), name)
