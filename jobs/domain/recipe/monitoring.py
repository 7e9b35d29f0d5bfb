"""How long a recipe's job may wait, run and say nothing."""

from typing import Annotated

from pydantic import Field

from jobs.domain.recipe.section import Section

LONGEST_HOURS = 720
"""After which Azure OpenAI ends a training job by itself (Azure OpenAI quotas and limits, 2026-09)."""

Hours = Annotated[float, Field(gt=0, le=LONGEST_HOURS, strict=False)]


class Monitoring(Section):
    """Deadlines of a job: it is cancelled when one has passed."""

    queue_hours: Annotated[
        Hours, Field(description="Longest wait for a machine; hosted methods queue for hours, seldom for a day.")
    ] = 24
    run_hours: Annotated[
        Hours, Field(description="Longest run; what a recipe of this size takes beyond three days is a fault.")
    ] = 72
    silence_minutes: Annotated[
        float,
        Field(gt=0, le=LONGEST_HOURS * 60, strict=False, description="How long a running job may report nothing."),
    ] = 60
