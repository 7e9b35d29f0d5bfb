"""Where a local Azure lives: the project's root and the folder of the instance."""

import os
from pathlib import Path

SNAPSHOTS = "snapshots"
STAYS = frozenset(
    {"ca.pem", "ca.key", "bundle.pem", "ports.json", "server.lock", "start.lock", "pulumi-home", SNAPSHOTS}
)
"""What in an instance's folder outlives its state: trust, ports, locks, plugins that Pulumi installed, snapshots."""


def root() -> Path:
    """Returns the project's root, the folder with pyproject.toml."""
    return Path(__file__).resolve().parents[1]


def instance_directory() -> Path:
    """Returns the instance's folder: TUNESTACK_LOCAL_DIR, or ``.tunestack/local`` in the project's root."""
    chosen = os.environ.get("TUNESTACK_LOCAL_DIR")
    return Path(chosen).resolve() if chosen else root() / ".tunestack" / "local"
