"""A recipe: what to fine-tune, on which data, how, and what the result has to be worth."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from jobs.domain.style import StyleRules

Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{1,30}[a-z0-9]$")]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Data(_Section):
    """Chat rows in JSON Lines; paths are relative to the recipe."""

    train: Annotated[Path, Field(strict=False, description="Rows to learn from.")]
    validation: Annotated[
        Path | None, Field(strict=False, description="Rows to measure the loss on; split off `train` where not given.")
    ] = None
    evaluation: Annotated[
        Path | None,
        Field(strict=False, description="Rows whose prompts both models answer; the validation rows where not given."),
    ] = None
    validation_share: Annotated[float, Field(gt=0, lt=1, description="How much of `train` to split off.")] = 0.2
    maximum_tokens: Annotated[int, Field(ge=16, description="Longest row, in estimated tokens.")] = 4096


class Hyperparameters(_Section):
    """What Azure's serverless fine-tuning takes."""

    epochs: Annotated[int, Field(ge=1, le=10, description="Passes over the data (the portal takes 1 to 10).")] = 1
    learning_rate: Annotated[float, Field(gt=0, lt=1, description="Highest learning rate.")] = 0.00002
    batch_size: Annotated[int, Field(ge=1, le=32, description="Rows a step and device (the portal takes 1 to 32).")] = 1


class Gate(_Section):
    """What the tuned model has to reach, or it isn't kept deployed."""

    style_margin: Annotated[
        float, Field(ge=0, le=1, description="By how much the style share must exceed the base's.")
    ] = 0.0


class Deployment(_Section):
    """How the models are served."""

    content_safety: Annotated[
        bool,
        Field(description="Azure AI Content Safety screens prompts and answers; `false` opts out."),
    ] = True


class Evaluation(_Section):
    """How both models are asked."""

    max_tokens: Annotated[int, Field(ge=1, le=4096, description="Longest answer.")] = 160
    temperature: Annotated[float, Field(ge=0, le=2, description="0 for the same answers every time.")] = 0.0
    maximum_rows: Annotated[int, Field(ge=1, description="Questions to ask at most, always the same ones.")] = 100
    requests_at_once: Annotated[int, Field(ge=1, le=64, description="Requests in flight to each endpoint.")] = 8
    seed: Annotated[int, Field(description="Of the bootstrap.")] = 0


class Recipe(_Section):
    """What `tunestack run` is given."""

    name: Annotated[Name, Field(description="Names the runs of this recipe.")]
    method: Annotated[Literal["serverless"], Field(description="How it is tuned: Azure ML's serverless fine-tuning.")]
    model: Annotated[str, Field(min_length=1, description="The base model, as the catalogue names it.")]
    tuned_model: Annotated[Name, Field(description="The name that the tuned model is registered under.")]
    data: Data
    hyperparameters: Hyperparameters = Hyperparameters()
    style: Annotated[StyleRules, Field(description="What every answer of the tuned model should keep.")] = StyleRules()
    gate: Gate = Gate()
    deployment: Deployment = Deployment()
    evaluation: Evaluation = Evaluation()
