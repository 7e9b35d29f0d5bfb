"""Why the catalogue says no to a model: what stands against it, in one sentence, and what can be had instead."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Refusal:
    """Why a model can't be tuned or deployed as asked.

    Attributes:
        because: What stands against it: the model or its version isn't known, not tuned by that method, not offered as
            that SKU or tier, not in that region, over, or closed to subscriptions that never used it.
        message: One sentence for the user, naming what is allowed.
        regions: Where it can be had as asked, when the region is what stands against it.
        successor: What can be had instead on that day, when there is something.
    """

    because: Literal["model", "version", "method", "sku", "region", "date", "newcomer"]
    message: str
    regions: tuple[str, ...] = ()
    successor: str | None = None
