"""Forgets everything a local Azure holds; what is costly to make again, and what clients trust, stays."""

import shutil
from pathlib import Path

from local_azure.directories import STAYS

# Settings are the user's; the caches lie outside of the folder.
KEPT = STAYS | {"options.json"}


def reset(directory: Path) -> list[str]:
    """Deletes the state in an instance's folder (Azure's and Pulumi's) and returns the names of what went.

    The local Azure must not run.
    """
    if not directory.exists():
        return []
    gone = [path for path in sorted(directory.iterdir()) if path.name not in KEPT]
    for path in gone:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    return [path.name for path in gone]
