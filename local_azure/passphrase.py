"""The passphrase of Pulumi's state on a local Azure: one for the clone, whose stack files keep its salt."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from local_azure.secret_files import write_secret


def config_passphrase(root: Path) -> str:
    """Returns the clone's passphrase; makes it (owner only) the first time.

    `pulumi stack init` writes a salt into the stack's file that opens with this passphrase alone. It outlives a reset
    and serves every local Azure of the clone, or the file would lock out the next one.

    Args:
        root: The project's root.
    """
    path = root / ".tunestack" / "pulumi-passphrase"
    if not path.exists():
        scratch = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        write_secret(scratch, secrets.token_urlsafe(24).encode("ascii"))
        with suppress(FileExistsError):  # two at once: the first one's counts for both
            os.link(scratch, path)
        scratch.unlink()
    return path.read_text(encoding="ascii")
