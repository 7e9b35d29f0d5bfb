"""What makes two environments the same: their locked requirements, the Python, the platform, and how they are built."""

import hashlib
import platform
import sys
from dataclasses import astuple, dataclass

# Raise it when build.py makes something else of the same requirements.
BUILDER_VERSION = "2"


@dataclass(frozen=True)
class EnvironmentKey:
    """Everything that decides what an environment holds.

    Attributes:
        requirements: The text of the locked requirements.
        python: Implementation and version, such as ``CPython 3.11.7``.
        platform: Operating system, processor and C library.
        builder: Version of the way of building.
    """

    requirements: str
    python: str
    platform: str
    builder: str = BUILDER_VERSION

    def digest(self) -> str:
        """Returns the name of the environment's folder: 24 hexadecimal digits."""
        return hashlib.sha256("\0".join(astuple(self)).encode()).hexdigest()[:24]


def key_of(requirements: str) -> EnvironmentKey:
    """Returns the key of an environment that is built from these requirements by this Python on this machine."""
    return EnvironmentKey(
        requirements=requirements,
        python=f"{platform.python_implementation()} {platform.python_version()}",
        platform=" ".join((sys.platform, platform.machine(), *platform.libc_ver())),
    )
