"""The rows of the table of times."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Seconds = Annotated[float, Field(ge=0, le=86_400)]


class Row(BaseModel):
    """How long Azure takes for one type.

    Attributes:
        create: Seconds, or the least and the most.
        update: The same for what is there already.
        delete: The same for what goes.
        source: Where the figures are from.
        date: When that was read, as year and month.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    create: Seconds | tuple[Seconds, Seconds] = 0.0
    update: Seconds | tuple[Seconds, Seconds] = 0.0
    delete: Seconds | tuple[Seconds, Seconds] = 0.0
    source: str = Field(min_length=1)
    date: str = Field(pattern=r"20\d\d-\d\d")

    def span(self, change: Literal["create", "update", "delete"]) -> tuple[float, float]:
        """Returns the least and the most seconds that a change takes."""
        found = {"create": self.create, "update": self.update, "delete": self.delete}[change]
        return found if isinstance(found, tuple) else (found, found)
