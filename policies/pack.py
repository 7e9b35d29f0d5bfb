"""All policies of the pack: each file in a folder below this one that holds a POLICY."""

import importlib
from functools import cache
from pathlib import Path

from policies.policy import Policy

FOLDER = Path(__file__).parent


@cache
def policies() -> tuple[Policy, ...]:
    """Gives all policies by name, in order of their names."""
    files = sorted(file for file in FOLDER.glob("*/*.py") if not file.name.startswith("_"))
    found = (importlib.import_module(f"policies.{file.parent.name}.{file.stem}").POLICY for file in files)
    return tuple(sorted(found, key=lambda policy: policy.name))
