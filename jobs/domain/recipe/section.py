"""What all sections of a recipe have in common: nothing changes once read, unknown keys and loose types are refused."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{1,30}[a-z0-9]$")]
"""3 to 32 lower-case letters, digits and hyphens: fits names of jobs, models and endpoints on Azure."""


class Section(BaseModel):
    """A part of a recipe."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
