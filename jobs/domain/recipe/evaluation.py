"""How a recipe's models are asked."""

from typing import Annotated

from pydantic import Field

from jobs.domain.recipe.section import Section


class Evaluation(Section):
    """How both models are asked."""

    max_tokens: Annotated[int, Field(ge=1, le=4096, description="Longest answer.")] = 160
    temperature: Annotated[float, Field(ge=0, le=2, description="0 for the same answers every time.")] = 0.0
    maximum_rows: Annotated[int, Field(ge=1, description="Questions to ask at most, always the same ones.")] = 100
    requests_at_once: Annotated[int, Field(ge=1, le=64, description="Requests in flight to each endpoint.")] = 8
    seed: Annotated[int, Field(description="Of the bootstrap.")] = 0
