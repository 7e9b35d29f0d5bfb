"""`tunestack data`: what is done with files of chat rows."""

from cli.lazy_group import Lazy, LazyGroup

data = LazyGroup(
    "data",
    {
        "validate": Lazy("cli.data_validate:validate_command", "Check chat rows: every finding with line and column."),
        "split": Lazy("cli.data_split:split_command", "Set validation rows aside, with nothing known on both sides."),
        "upload": Lazy("cli.data_upload:upload_command", "Upload to the workspace's datastore, once per content."),
    },
    summary="Chat data: validate, split, upload.",
    epilog="Example: tunestack data validate train.jsonl",
)
