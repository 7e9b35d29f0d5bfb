"""A document in the project's storage, with the version that tells whether somebody has changed it since."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Document:
    """What was read.

    Attributes:
        content: all of it.
        version: as the storage names this state of it (Azure's ETag).
    """

    content: bytes
    version: str
