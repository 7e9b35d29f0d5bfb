"""What may refuse a request that roles allow, whatever its type: locks and policy."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from local_azure.behaviour import Write

Verb = Literal["write", "delete"]


@dataclass(frozen=True)
class Guard:
    """What the ARM core asks after the roles and before a type's own checks. Each may be left out.

    Attributes:
        check: Given ``write`` (actions among them) or ``delete`` and a resource's id; raises AzureError to refuse.
        admit: Given a PUT or PATCH with the body as it would be stored; raises AzureError to refuse.
    """

    check: Callable[[Verb, str], None] | None = None
    admit: Callable[[Write], None] | None = None
