"""What a tuned model has to reach."""

from typing import Annotated

from pydantic import Field

from jobs.domain.recipe.section import Section


class Gate(Section):
    """What the tuned model has to reach, or it isn't kept deployed."""

    style_margin: Annotated[
        float, Field(ge=0, le=1, description="By how much the style share must exceed the base's.")
    ] = 0.0
