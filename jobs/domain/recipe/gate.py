"""What a tuned model has to reach."""

from typing import Annotated, Literal

from pydantic import Field

from jobs.domain.recipe.section import Section

Amount = Annotated[float, Field(strict=False)]
Positive = Annotated[float, Field(gt=0, strict=False)]


class Gate(Section):
    """What the tuned model has to reach, or it isn't kept deployed.

    A model that is clearly worse than its base in closeness, rules or safety (the whole 95 % interval is) is refused
    unasked, unless `tolerances` says by how much it may be. Metrics are named as the evaluation names them.
    """

    style_margin: Annotated[
        float, Field(ge=0, le=1, description="By how much the style share must exceed the base's.")
    ] = 0.0
    margins: dict[str, Positive] = Field(
        default_factory=dict, description="By how much a metric must be better than the base's, the interval above 0."
    )
    floors: dict[str, Amount] = Field(
        default_factory=dict, description="What a metric of the tuned model must be at least."
    )
    ceilings: dict[str, Amount] = Field(
        default_factory=dict,
        description="What it may be at most, e.g. latency_p95 in seconds, price_per_answer in USD.",
    )
    tolerances: dict[str, Positive] = Field(
        default_factory=dict, description="By how much a metric may be worse than the base's, where that is accepted."
    )
    overfitting: Annotated[
        Literal["warn", "refuse"], Field(description="What becomes of a model that learned its rows by heart.")
    ] = "warn"
