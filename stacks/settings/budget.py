"""Settings of the budget on the resource group and of who hears when it is spent."""

import datetime as dt
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from stacks.settings.values import Setting, refused

Email = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
Percent = Annotated[int, Field(ge=1, le=1000)]


class Budget(Setting):
    """A monthly budget in the billing currency; Azure warns, it doesn't stop anything."""

    amount: float = Field(gt=0, description="how much a month, in the billing currency, above 0")
    start: dt.date = Field(description="the first day of the month it begins with, as YYYY-MM-01")
    emails: list[Email] = Field(min_length=1, max_length=50, description="addresses that hear of it, 1 to 50")
    thresholds: list[Percent] = Field(
        [50, 80, 100],
        min_length=1,
        max_length=4,
        description="percentages at which they hear, 1 to 4 of them; the forecast takes the last of Azure's 5 notices",
    )

    @model_validator(mode="after")
    def _begins_with_a_month(self) -> Self:
        if self.start.day != 1:
            raise refused("budgets begin on the first day of a month", self.start.isoformat(), "budget.start")
        return self
