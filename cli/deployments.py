"""`tunestack deployments`: what is deployed in a stack."""

from cli.lazy_group import Lazy, LazyGroup

deployments = LazyGroup(
    "deployments",
    {
        "list": Lazy("cli.deployments_list:list_command", "All deployments with model, traffic and price."),
        "delete": Lazy("cli.deployments_delete:delete_command", "Delete an endpoint, or one deployment behind it."),
    },
    summary="Deployments: list, delete.",
    epilog="Example: tunestack deployments list --stack phi3-dev",
)
