"""What answers for a deployment: its base weights or its tuned model's adapter, under the policy it has."""

from dataclasses import dataclass

from local_azure.cognitiveservices.names import TYPE
from local_azure.errors import AzureError
from local_azure.openai.models.tuned import TunedModelStore
from local_azure.platform import Platform
from local_azure.resources import Resource
from local_azure.serving.model_server import Adapter


@dataclass(frozen=True)
class Deployed:
    """A deployment that can answer.

    Attributes:
        deployment: The ARM resource.
        adapter: The tuned model's; None for base weights.
        policy: The content filter policy.
    """

    deployment: Resource
    adapter: Adapter | None
    policy: Resource | None


def find_deployed(platform: Platform, tuned: TunedModelStore, account: Resource, name: str) -> Deployed:
    """Returns the deployment of an account that has a name.

    Raises:
        AzureError: 404 where there is none, or it isn't provisioned yet.
    """
    deployment = platform.resources.get(f"{account.id}/deployments/{name}") if name else None
    if deployment is None or deployment.type.lower() != f"{TYPE}/deployments".lower() or not _is_ready(deployment):
        raise AzureError(
            404,
            "DeploymentNotFound",
            "The API deployment for this resource does not exist. If you created the deployment within the last 5 "
            "minutes, please wait a moment and try again.",
        )
    model = tuned.find(str(account.properties["internalId"]), str(deployment.properties["model"]["name"]))
    policy = platform.resources.get(f"{account.id}/raiPolicies/{deployment.properties.get('raiPolicyName')}")
    return Deployed(deployment, tuned.adapter(model) if model else None, policy)


def _is_ready(deployment: Resource) -> bool:
    return deployment.state == "Succeeded"
