"""`tunestack data`: what is done with files of training rows."""

from cli.lazy_group import Lazy, LazyGroup

data = LazyGroup(
    "data",
    {
        "download": Lazy("cli.data_download:download_command", "Fetch the documents' originals, checked by SHA-256."),
        "validate": Lazy("cli.data_validate:validate_command", "Check rows: every finding with line and column."),
        "clean": Lazy("cli.data_clean:clean_command", "Take out noise, missing values and duplicates; say what."),
        "convert": Lazy("cli.data_convert:convert_command", "Write other tools' files as training rows."),
        "split": Lazy("cli.data_split:split_command", "Set validation rows aside, with nothing known on both sides."),
        "upload": Lazy("cli.data_upload:upload_command", "Upload to the workspace's datastore, once per content."),
    },
    summary="Training data: download, validate, clean, convert, split, upload.",
    epilog="Example: tunestack data validate train.jsonl",
)
