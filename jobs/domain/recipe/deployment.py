"""How a recipe's models are served."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from jobs.domain.recipe.section import Section

DeploymentSku = Literal["Standard", "GlobalStandard", "DeveloperTier"]

ALL = 100


class Deployment(Section):
    """How the models are served; keys of another method than the recipe's don't count."""

    content_safety: Annotated[
        bool,
        Field(description="Azure AI Content Safety screens prompts and answers; `false` opts out."),
    ] = True
    sku: Annotated[
        DeploymentSku,
        Field(description="openai: type of the tuned model's deployment, which decides where it runs and its price."),
    ] = "Standard"
    capacity: Annotated[
        int, Field(ge=1, le=10000, description="openai: units, mostly 1,000 tokens a minute; or the most there is.")
    ] = 50
    instance_type: Annotated[
        str | None, Field(min_length=1, description="command: the machines that serve; the stack's if absent.")
    ] = None
    instance_count: Annotated[int, Field(ge=1, le=50, description="command: how many of them.")] = 1
    steps: Annotated[
        tuple[Annotated[int, Field(ge=1, le=ALL)], ...],
        Field(
            strict=False,
            min_length=1,
            description="command: the new version's growing share of the traffic, in per cent; the last is 100.",
        ),
    ] = (10, ALL)
    keep_old: Annotated[
        bool, Field(description="command: keep the version before it, without traffic; it is paid for.")
    ] = False
    smoke_questions: Annotated[
        int, Field(ge=1, le=50, description="command: asked before, and after each step of the traffic.")
    ] = 5
    maximum_error_rate: Annotated[
        float, Field(ge=0, lt=1, description="command: the share of these that may go unanswered.")
    ] = 0.0

    @model_validator(mode="after")
    def _steps_grow_to_all(self) -> Self:
        if self.steps[-1] != ALL or list(self.steps) != sorted(set(self.steps)):
            raise ValueError(f"steps must grow and end with {ALL}")
        return self
