"""PUT bodies as clients sent them, one JSON line each, where the options ask for it: what scanners are shown."""

import json
from pathlib import Path

from local_azure.json_types import Json
from local_azure.management.context import Asked
from local_azure.management.kinds import Kind
from local_azure.management.paths import ResourcePath
from local_azure.platform import Platform

FILE = "recorded.jsonl"
# By type, the member of the properties that opens something.
_OPENING = {
    "Microsoft.KeyVault/vaults/secrets": "value",
    "Microsoft.MachineLearningServices/workspaces/onlineEndpoints": "keys",
}


def record(platform: Platform, asked: Asked, path: ResourcePath, kind: Kind) -> None:
    """Records a request for a generic resource that was accepted; only PUTs are kept."""
    if asked.method == "PUT":
        record_put(platform, path.id, kind.row.type, asked.api_version, asked.body())


def record_put(platform: Platform, resource_id: str, resource_type: str, api_version: str, body: Json) -> None:
    """Adds an accepted PUT to the instance's ``recorded.jsonl``; does nothing unless ``options.record`` is set.

    A line has id, type, name, apiVersion and body; what a secret's value is does not go in.
    """
    if not platform.options.record:
        return
    line = {
        "id": resource_id,
        "type": resource_type,
        "name": resource_id.rsplit("/", 1)[1],
        "apiVersion": api_version,
        "body": _without_secret(resource_type, body),
    }
    with (platform.directory / FILE).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def recorded(directory: Path) -> list[Json]:
    """Returns what an instance has recorded, the last body of each id, in the order in which the ids came first."""
    file = directory / FILE
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    latest: dict[str, Json] = {}
    for line in lines:
        document: Json = json.loads(line)
        latest[document["id"].lower()] = document
    return list(latest.values())


def _without_secret(resource_type: str, body: Json) -> Json:
    properties, secret = body.get("properties"), _OPENING.get(resource_type)
    if secret is None or not isinstance(properties, dict):
        return body
    return {**body, "properties": {name: value for name, value in properties.items() if name != secret}}
