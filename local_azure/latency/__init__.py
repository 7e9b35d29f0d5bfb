"""How long operations take beyond their own work, by type and change: nothing, or what Azure takes, scaled."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Literal

import yaml

from local_azure.latency.rows import Row

Profile = Literal["none", "azure"]
"""What is known of how long things take: nothing, or the table of Azure's times."""

Change = Literal["create", "update", "delete", "purge"]

_AZURE = Path(__file__).with_name("azure.yaml")


@dataclass(frozen=True)
class Latency:
    """How long operations take.

    Attributes:
        profile: Whose times they are.
        scale: What they are multiplied by.
    """

    profile: Profile = "none"
    scale: float = 1.0

    def seconds(self, resource_type: str, change: Change, resource_id: str) -> float:
        """Returns how many seconds an operation takes.

        Where the table has a span, it is drawn from it by the resource's id and the change: the same in every run.

        Args:
            resource_type: The ARM type, in any case.
            change: What is done.
            resource_id: To what.
        """
        if self.profile == "none" or change == "purge":
            return 0.0
        row = azure_times().get(resource_type.lower())
        least, most = row.span(change) if row is not None else (0.0, 0.0)
        drawn = Random(f"{resource_id.lower()} {change}").uniform(least, most)  # noqa: S311 -- no secret
        return drawn * self.scale


@cache
def azure_times() -> Mapping[str, Row]:
    """Returns the table of Azure's times, by ARM type in lower case."""
    content = yaml.safe_load(_AZURE.read_text(encoding="utf-8"))
    return {name.lower(): Row.model_validate(row) for name, row in content.items()}
