"""Settings of what is tuned and how: a base model for each method, and hyperparameters over those of recipes."""

from typing import Literal

from pydantic import Field

from stacks.settings.values import Setting

TrainingTier = Literal["Standard", "GlobalStandard", "developerTier"]
"""As Azure OpenAI's `trainingType` has them (Foundry REST reference and samples, 2026-10)."""


class Models(Setting):
    """The base model of each method; a journey needs that of its own method, the platform all three."""

    serverless: str | None = Field(
        None, description="the model that serverless fine-tuning starts from, such as Phi-4-mini-instruct"
    )
    openai: str | None = Field(None, description="the model that Azure OpenAI fine-tunes, such as gpt-4.1-mini")
    command: str | None = Field(
        None, description="the model that one's own script tunes on compute, such as Phi-4-mini-instruct"
    )


class FineTuning(Setting):
    """Hyperparameters that this stack sets over those of a recipe; only those given count."""

    epochs: int | None = Field(None, ge=1, le=10, description="passes over the training rows, 1 to 10")
    learning_rate: float | None = Field(
        None, gt=0, le=0.1, description="of the methods serverless and command: above 0, at most 0.1"
    )
    learning_rate_multiplier: float | None = Field(
        None, gt=0, le=10, description="of the method openai: times the service's own rate, above 0, at most 10"
    )
    batch_size: int | None = Field(None, ge=1, le=32, description="rows a device takes per step, 1 to 32")
    tier: TrainingTier | None = Field(
        None, description="of the method openai: where training runs, Standard, GlobalStandard or developerTier"
    )
