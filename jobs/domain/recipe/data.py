"""A recipe's rows: to learn from, to measure the loss on, to ask both models."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from jobs.domain.recipe.section import Section


class Data(Section):
    """Rows in JSON Lines: files, relative to the recipe, or azureml:// paths of the workspace's default datastore."""

    train: Annotated[Path, Field(strict=False, description="Rows to learn from.")]
    validation: Annotated[
        Path | None, Field(strict=False, description="Rows to measure the loss on; split off `train` where not given.")
    ] = None
    evaluation: Annotated[
        Path | None,
        Field(strict=False, description="Rows whose prompts both models answer; the validation rows where not given."),
    ] = None
    validation_share: Annotated[float, Field(gt=0, lt=1, description="How much of `train` to split off.")] = 0.2
    maximum_tokens: Annotated[
        int | None, Field(ge=16, description="Longest row, in estimated tokens; what the method takes where not given.")
    ] = None
