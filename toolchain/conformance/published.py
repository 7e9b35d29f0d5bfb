"""Azure's published schemas of PUT bodies, and what a body breaks of them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolchain.azure_native.values import without_nulls


@dataclass(frozen=True)
class Published:
    """The schemas in a folder, made from Azure's published types: one a resource type and API version.

    Attributes:
        source: Where they come from.
        files: The schema's file by ARM type in lower case and API version.
    """

    source: str
    files: Mapping[tuple[str, str], Path]

    def knows(self, resource_type: str) -> bool:
        """Says whether any version of a type is published in the folder; bodies of others can't be checked."""
        return any(known == resource_type.lower() for known, _ in self.files)

    def has(self, resource_type: str, api_version: str) -> bool:
        """Says whether that version of a type is published in the folder."""
        return (resource_type.lower(), api_version) in self.files

    def errors(self, recorded: Mapping[str, Any]) -> list[str]:
        """Says what a recorded body (id, type, apiVersion, body) breaks; nothing when it is valid.

        An API version that isn't published of a type that is is an error too.
        """
        file = self.files.get((recorded["type"].lower(), recorded["apiVersion"]))
        if file is None:
            return [f"no schema of {recorded['type']} at {recorded['apiVersion']} is published"]
        import jsonschema

        schema = json.loads(file.read_text(encoding="utf-8"))
        body = without_nulls(recorded["body"])
        return [f"{one.json_path}: {one.message}" for one in jsonschema.Draft202012Validator(schema).iter_errors(body)]


def published(folder: Path) -> Published | None:
    """Finds the schemas in a folder that has their ``index.json``, None where it hasn't."""
    index = folder / "index.json"
    if not index.is_file():
        return None
    document = json.loads(index.read_text(encoding="utf-8"))
    return Published(document["_meta"]["source"], dict(_files(document["resources"], folder)))


def _files(resources: Mapping[str, Any], folder: Path) -> Iterator[tuple[tuple[str, str], Path]]:
    for row in resources.values():
        yield (row["armType"].lower(), row["apiVersion"]), folder / row["file"]
