"""Writes the JSON Schema of stack configuration files, for editors: ``python -m stacks.schema``.

The first line of each ``Pulumi.<stack>.yaml`` refers to it: editors with a YAML language server complete and check.
"""

import json
from pathlib import Path
from typing import Any

from stacks.configuration import NAMESPACE
from stacks.settings import Settings

FILE = Path(__file__).with_name("settings.schema.json")


def schema() -> dict[str, Any]:
    """Gives the schema of a stack's configuration file: our settings by full key; other namespaces are free."""
    document = Settings.model_json_schema()
    own = {f"{NAMESPACE}:{name}": member for name, member in document["properties"].items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Configuration of a Tunestack stack",
        "type": "object",
        "properties": {
            "config": {
                "type": "object",
                "properties": own,
                "patternProperties": {f"^(?!{NAMESPACE}:)": {}},
                "additionalProperties": False,
                "required": [f"{NAMESPACE}:{name}" for name in document["required"]],
            }
        },
        "required": ["config"],
        "$defs": document["$defs"],
    }


def schema_text() -> str:
    """Gives the schema as the file holds it."""
    return json.dumps(schema(), indent=2) + "\n"


if __name__ == "__main__":
    FILE.write_text(schema_text(), encoding="utf-8")
