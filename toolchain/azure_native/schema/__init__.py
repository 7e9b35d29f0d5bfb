"""The schema of the package for the table's types: made once, by a process of its own that imports the whole SDK."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import catalogue
from toolchain.azure_native.errors import ProviderError
from toolchain.paths import root, tools_directory

SECONDS = 300  # it takes some, on a machine with other work to do


def package_schema() -> Mapping[str, Any]:
    """Gives the schema.

    Raises:
        ProviderError: it could not be made.
    """
    schema: Mapping[str, Any] = json.loads(schema_text(tools_directory(root()) / "cache" / "azure-native-schema"))
    return schema


def schema_text(folder: Path) -> str:
    """Gives the schema as JSON: as it was kept, or made anew when the SDK, the table or what makes it has changed.

    Args:
        folder: where it is kept.

    Raises:
        ProviderError: it could not be made.
    """
    kept = folder / f"{_digest()}.json"
    try:
        return kept.read_text()
    except OSError:
        made = _made()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        new = folder / f"{kept.name}.{os.getpid()}"  # several providers may start side by side
        new.write_text(made)
        new.replace(kept)
    except OSError:
        pass  # nowhere to keep it: it is made again next time
    return made


def _digest() -> str:
    folders = (Path(__file__).parent, Path(catalogue.__file__).parent / "types")
    files = sorted(path for folder in folders for path in folder.iterdir() if path.suffix in (".py", ".yaml"))
    parts = [version("pulumi-azure-native").encode(), *(path.read_bytes() for path in files)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def _made() -> str:
    done = subprocess.run(
        [sys.executable, "-I", "-m", "toolchain.azure_native.schema"],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    if done.returncode != 0:
        raise ProviderError(f"the schema could not be read off the installed SDK: {done.stderr.strip()}")
    return done.stdout
