"""Reads the YAML files of this folder, fast: with libyaml where PyYAML was built with it."""

from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).parent
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(name: str) -> Any:  # noqa: ANN401 (what a YAML file holds is known after validation only)
    """Reads one file of the catalogue, such as ``models.yaml``, into plain objects."""
    return yaml.load((_FOLDER / name).read_bytes(), Loader=_LOADER)  # noqa: S506 (both loaders are safe)
