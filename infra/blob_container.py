"""A container of blobs in a storage account, closed to everyone without a token."""

from dataclasses import dataclass

import pulumi

from infra.options import child


@dataclass(frozen=True)
class BlobContainerInputs:
    """What the container is called and where it is.

    Attributes:
        name: 3 to 63 lower-case letters, digits and single hyphens, unique in the account.
        account_name: The storage account.
        resource_group_name: The account's group.
    """

    name: str
    account_name: pulumi.Input[str]
    resource_group_name: pulumi.Input[str]


class BlobContainer(pulumi.ComponentResource):
    """A container without public access.

    Attributes:
        name: The container's name.
        ready: What has to come before whoever reads and writes in it, and before a lock on its account.
    """

    name: pulumi.Output[str]
    ready: tuple[pulumi.Resource, ...]

    def __init__(
        self,
        name: str,
        inputs: BlobContainerInputs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("tunestack:infra:BlobContainer", name, None, opts)
        from pulumi_azure_native import storage

        container = storage.BlobContainer(
            name,
            container_name=inputs.name,
            account_name=inputs.account_name,
            resource_group_name=inputs.resource_group_name,
            public_access=storage.PublicAccess.NONE,
            opts=child(self),
        )
        self.name = container.name
        self.ready = (container,)
        self.register_outputs({"name": self.name})
