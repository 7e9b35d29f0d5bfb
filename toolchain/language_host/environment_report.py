"""Says as JSON what is installed in the Python that runs it: a script of its own, standard library only.

Usage: environment_report.py plugins | packages | python
"""

import importlib.metadata
import json
import re
import sys
from pathlib import Path
from typing import Any


def plugins() -> list[dict[str, Any]]:
    """What the pulumi-plugin.json files of importable packages say, for those that need a resource plugin."""
    found: dict[str, dict[str, Any]] = {}
    for folder in sys.path[1:]:
        for file in sorted(Path(folder).glob("*/pulumi-plugin.json")):
            plugin = json.loads(file.read_text(encoding="utf-8"))
            if plugin.get("resource"):
                plugin.setdefault("name", file.parent.name.removeprefix("pulumi_").replace("_", "-"))
                found.setdefault(plugin["name"], plugin)
    return [found[name] for name in sorted(found)]


def packages() -> list[dict[str, Any]]:
    """Name and version of each installed package, and whether another one requires it."""
    installed = {_normal(one.metadata["Name"]): one for one in importlib.metadata.distributions()}
    required = {
        _normal(re.split(r"[^\w.-]", requirement, maxsplit=1)[0])
        for one in installed.values()
        for requirement in one.requires or ()
        if "extra ==" not in requirement
    }
    return [
        {"name": one.metadata["Name"], "version": one.version, "required": name in required}
        for name, one in sorted(installed.items())
    ]


def python() -> list[dict[str, Any]]:
    """The version of this Python."""
    return [{"version": ".".join(str(number) for number in sys.version_info[:3])}]


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    sys.stdout.write(json.dumps({"plugins": plugins, "packages": packages, "python": python}[sys.argv[1]]()))
