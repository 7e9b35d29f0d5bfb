"""A model's deployment on a Foundry account: what answers under a name, at a capacity, behind a content filter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi

from infra.options import child


@dataclass(frozen=True)
class ModelDeploymentInputs:
    """What is deployed, where and how.

    Attributes:
        name: 2 to 64 letters, digits, ``.``, ``_`` and ``-``, unique in the account.
        account_name: The account.
        resource_group_name: The account's group.
        format: Whose format the model has, such as OpenAI.
        model: The model's name.
        version: The model's version.
        sku: GlobalStandard, DataZoneStandard or Standard.
        capacity: Thousands of tokens a minute.
        content_filter: Name of the account's content filter in front of it.
        tags: Tags of the deployment.
    """

    name: str
    account_name: pulumi.Input[str]
    resource_group_name: pulumi.Input[str]
    format: str
    model: str
    version: str
    sku: str
    capacity: int
    content_filter: pulumi.Input[str]
    tags: Mapping[str, str]


class ModelDeployment(pulumi.ComponentResource):
    """A deployment of one version of a model, which stays at that version.

    Attributes:
        id: The deployment's ARM id.
        name: The deployment's name.
        ready: What the account's next child comes after.
    """

    id: pulumi.Output[str]
    name: pulumi.Output[str]
    ready: pulumi.Resource

    def __init__(
        self,
        name: str,
        inputs: ModelDeploymentInputs,
        *,
        after: Sequence[pulumi.Resource] = (),
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("tunestack:infra:ModelDeployment", name, None, opts)
        from pulumi_azure_native import cognitiveservices

        deployment = cognitiveservices.Deployment(
            name,
            deployment_name=inputs.name,
            account_name=inputs.account_name,
            resource_group_name=inputs.resource_group_name,
            tags=dict(inputs.tags),
            sku=cognitiveservices.SkuArgs(name=inputs.sku, capacity=inputs.capacity),
            properties=cognitiveservices.DeploymentPropertiesArgs(
                model=cognitiveservices.DeploymentModelArgs(
                    format=inputs.format, name=inputs.model, version=inputs.version
                ),
                rai_policy_name=inputs.content_filter,
                # A base that Azure upgrades by itself is no longer what the tuned model started from.
                version_upgrade_option=cognitiveservices.DeploymentModelVersionUpgradeOption.NO_AUTO_UPGRADE,
            ),
            # "Cannot change capacity and model at the same time" (azure-search-openai-demo #1154): another model or
            # version is another deployment.
            opts=child(self, after=after, replacing=["properties.model"]),
        )
        self.id = deployment.id
        self.name = pulumi.Output.all(inputs.name, deployment.id).apply(lambda known: str(known[0]))
        self.ready = deployment
        self.register_outputs({"id": self.id, "name": self.name})
