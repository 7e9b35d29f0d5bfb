"""Where a program that answers requests says that it does: an address on loopback, and nothing else is believed."""

import re
from pathlib import Path

from local_azure.confinement.untrusted_folder import read_inside

_ADDRESS = re.compile(rb"http://127\.0\.0\.1:[0-9]{1,5}\s*")
_BYTES = 100


def announced(file: Path) -> str:
    """Returns the address that a program has written into a file; empty while there is none.

    The program decides what stands there: what isn't an address on 127.0.0.1 counts for none, so that no request goes
    elsewhere.
    """
    try:
        said = read_inside(file.parent, file.name, _BYTES)
    except OSError:
        return ""
    return said.decode().strip() if _ADDRESS.fullmatch(said) else ""
