"""The Foundry project: where people see and start fine-tuning on a Foundry account."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi

from infra.options import child


@dataclass(frozen=True)
class FoundryProjectInputs:
    """What the project is called and which account it stands on.

    Attributes:
        name: 2 to 64 letters, digits, ``.``, ``_`` and ``-``, unique in the account.
        account_name: The account, which has to allow projects.
        account_subdomain: The first part of the account's addresses.
        resource_group_name: The account's group.
        location: The account's region.
        description: What it is for, in the portal.
        tags: Tags of the project.
    """

    name: str
    account_name: pulumi.Input[str]
    account_subdomain: pulumi.Input[str]
    resource_group_name: pulumi.Input[str]
    location: pulumi.Input[str]
    description: str
    tags: Mapping[str, str]


class FoundryProject(pulumi.ComponentResource):
    """A project; network, keys, deployments and quota are its account's.

    Attributes:
        id: The project's ARM id.
        name: The project's name.
        endpoint: Its address, for Foundry's own clients.
        ready: What the account's next child comes after.
    """

    id: pulumi.Output[str]
    name: pulumi.Output[str]
    endpoint: pulumi.Output[str]
    ready: pulumi.Resource

    def __init__(
        self,
        name: str,
        inputs: FoundryProjectInputs,
        *,
        after: Sequence[pulumi.Resource] = (),
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("tunestack:infra:FoundryProject", name, None, opts)
        from pulumi_azure_native import cognitiveservices

        project = cognitiveservices.Project(
            name,
            project_name=inputs.name,
            account_name=inputs.account_name,
            resource_group_name=inputs.resource_group_name,
            location=inputs.location,
            tags=dict(inputs.tags),
            identity=cognitiveservices.IdentityArgs(type=cognitiveservices.ResourceIdentityType.SYSTEM_ASSIGNED),
            properties=cognitiveservices.ProjectPropertiesArgs(
                display_name=inputs.name, description=inputs.description
            ),
            opts=child(self, after=after),
        )
        self.id = project.id
        self.name = pulumi.Output.all(inputs.name, project.id).apply(lambda known: str(known[0]))
        self.endpoint = pulumi.Output.format(
            # Foundry documentation "quickstart-create-foundry-resources", 2026-10.
            "https://{0}.services.ai.azure.com/api/projects/{1}",
            inputs.account_subdomain,
            self.name,
        )
        self.ready = project
        self.register_outputs({"id": self.id, "name": self.name, "endpoint": self.endpoint})
