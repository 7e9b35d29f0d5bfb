"""Forgets everything a local Azure holds; what is costly to make again, and what clients trust, stays."""

import shutil
from pathlib import Path

# Trust, ports, locks, settings, and the plugins that Pulumi installed. The caches lie outside of the folder.
KEPT = frozenset(
    {"ca.pem", "ca.key", "bundle.pem", "ports.json", "options.json", "server.lock", "start.lock", "pulumi-home"}
)


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
