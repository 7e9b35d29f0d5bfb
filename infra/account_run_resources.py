"""Our own resource AccountRunResources: what jobs made in a Foundry account goes before the account does."""

from dataclasses import dataclass

import pulumi


@dataclass(frozen=True)
class AccountRunResourcesInputs:
    """Which account, and what in it is this stack's.

    Attributes:
        account_id: The account's ARM id.
        endpoint: Its OpenAI address, ``https://SUBDOMAIN.openai.azure.com/``.
        stack: The stack's name where others use the account too: deployments tagged with it are removed, and nothing
            else. None for an account of the stack's own, from which everything is removed.
    """

    account_id: pulumi.Input[str]
    endpoint: pulumi.Input[str]
    stack: str | None


class AccountRunResources(pulumi.CustomResource):
    """Stands for deployments, fine-tuning jobs, tuned models and files that are made after ``pulumi up``.

    Creating it only notes the account. Deleting it cancels running jobs and removes the rest. It comes before the
    account's declared deployments, so it is deleted after them and before the content filters that all of them use.
    """

    def __init__(
        self, name: str, inputs: AccountRunResourcesInputs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        properties = {"accountId": inputs.account_id, "endpoint": inputs.endpoint, "stack": inputs.stack or ""}
        super().__init__("tunestack:index:AccountRunResources", name, properties, opts)
