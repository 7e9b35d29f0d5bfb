"""How a recipe's models are served."""

from typing import Annotated

from pydantic import Field

from jobs.domain.recipe.section import Section


class Deployment(Section):
    """How the models are served."""

    content_safety: Annotated[
        bool,
        Field(description="Azure AI Content Safety screens prompts and answers; `false` opts out."),
    ] = True
