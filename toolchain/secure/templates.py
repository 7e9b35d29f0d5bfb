"""ARM templates of one literal resource each, from PUT bodies: the form in which checkov reads them.

A map of resources, a template without ``$schema`` or a nested deployment would be passed over in silence (checkov
3.3.30, measured 2026-11-21), so each body becomes an array of one in a file of its own.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

SCHEMA: Final = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"


def template(recorded: dict[str, Any]) -> dict[str, Any]:
    """Gives the template of one recorded body (id, type, name, apiVersion, body)."""
    resource = {
        "type": recorded["type"],
        "apiVersion": recorded["apiVersion"],
        "name": _nested_name(recorded["id"], recorded["type"]),
        **recorded["body"],
    }
    return {"$schema": SCHEMA, "contentVersion": "1.0.0.0", "resources": [resource]}


def write_templates(recorded: Sequence[dict[str, Any]], folder: Path) -> dict[str, str]:
    """Writes one template a body and returns the resource's id by the file's name."""
    folder.mkdir(parents=True, exist_ok=True)
    ids = {}
    for number, one in enumerate(recorded):
        name = f"{number:03}.json"
        (folder / name).write_text(json.dumps(template(one), indent=1), encoding="utf-8")
        ids[name] = one["id"]
    return ids


def _nested_name(resource_id: str, resource_type: str) -> str:
    # A template writes the name of a nested resource with its parents': account/default/container.
    own = resource_id.rstrip("/").split("/")
    depth = resource_type.count("/")
    return "/".join(own[-2 * depth + 1 :: 2]) if depth > 1 else own[-1]
