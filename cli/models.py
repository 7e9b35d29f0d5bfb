"""`tunestack models`: tuned models of a stack."""

from cli.lazy_group import Lazy, LazyGroup

models = LazyGroup(
    "models",
    {
        "list": Lazy("cli.models_list:list_command", "All tuned models, and where they are deployed."),
        "delete": Lazy("cli.models_delete:delete_command", "Delete a tuned model that isn't deployed."),
    },
    summary="Tuned models: list, delete.",
    epilog="Example: tunestack models list --stack phi3-dev",
)
