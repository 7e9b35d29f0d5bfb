"""A recipe: what to fine-tune, on which data, how, and what the result has to be worth."""

from typing import Annotated

from pydantic import Field

from catalogue.models import Method
from jobs.domain.evaluation.style import StyleRules
from jobs.domain.recipe.comparison import SideBySide
from jobs.domain.recipe.data import Data
from jobs.domain.recipe.deployment import Deployment
from jobs.domain.recipe.evaluation import Evaluation
from jobs.domain.recipe.gate import Gate
from jobs.domain.recipe.monitoring import Monitoring
from jobs.domain.recipe.section import Name, Section
from jobs.domain.recipe.tuning import Tuning


class Recipe(Section):
    """What `tunestack run` is given."""

    name: Annotated[Name, Field(description="Names the runs of this recipe.")]
    model: Annotated[str, Field(min_length=1, description="The base model, as the catalogue names it.")]
    tuned_model: Annotated[Name, Field(description="The name that the tuned model is registered under.")]
    tuning: Annotated[Tuning, Field(description="By which method it is tuned, and how.")]
    data: Data
    style: Annotated[StyleRules, Field(description="What every answer of the tuned model should keep.")] = StyleRules()
    gate: Gate = Gate()
    deployment: Deployment = Deployment()
    evaluation: Evaluation = Evaluation()
    monitoring: Monitoring = Monitoring()
    comparison: SideBySide = SideBySide()

    @property
    def method(self) -> Method:
        """How it is tuned: `serverless`, `openai` or `command`."""
        return self.tuning.method
