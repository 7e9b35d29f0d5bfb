"""Names for resources whose program gives none."""

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from enum import Enum

from catalogue.resource_types import ResourceType

SUFFIX_DIGITS = 8  # hex digits that the official provider appends


class NamingMode(Enum):
    """What the engine wants of automatic names."""

    PROPOSE = 0
    ENFORCE = 1
    DISABLE = 2


@dataclass(frozen=True)
class NameProposal:
    """The engine's own idea of the name, where the stack configures automatic names."""

    mode: NamingMode
    name: str


@dataclass(frozen=True)
class AutomaticName:
    """A name, and whether a replacement may stand beside the resource it replaces."""

    name: str
    create_first: bool


def automatic_name(
    row: ResourceType, urn_name: str, seed: bytes, proposal: NameProposal | None = None
) -> AutomaticName | None:
    """Makes a name as the type's row says: random digits appended, a GUID, or the program's own name of the resource.

    The digits depend on the seed only, so that the preview foretells them.
    """
    if proposal is not None and proposal.mode is NamingMode.DISABLE:
        return None
    if proposal is not None and (proposal.mode is NamingMode.ENFORCE or row.auto_name != "uuid"):
        return AutomaticName(proposal.name, create_first=True)
    if row.auto_name == "random":
        return AutomaticName(urn_name + _digits(seed, SUFFIX_DIGITS), create_first=True)
    if row.auto_name == "uuid":
        return AutomaticName(str(uuid.UUID(hex=_digits(seed, 32))), create_first=True)
    return AutomaticName(urn_name, create_first=False)


def _digits(seed: bytes, count: int) -> str:
    source = hashlib.sha256(seed).hexdigest() if seed else secrets.token_hex(32)
    return source[:count]
