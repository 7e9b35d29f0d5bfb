"""A recipe: what to fine-tune, on which data, how, and what the result has to be worth."""

from difflib import get_close_matches
from typing import Annotated, Self

from pydantic import Field, model_validator

from catalogue.models import Method
from jobs.domain.evaluation.measures import MEASURES
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

    @model_validator(mode="after")
    def _gate_names_metrics(self) -> Self:
        """A name that nothing measures would refuse every model, after it was paid for."""
        known = {*MEASURES, *(path.rpartition(":")[2] for path in self.evaluation.metrics)}
        asked = {*self.gate.margins, *self.gate.floors, *self.gate.ceilings, *self.gate.tolerances}
        for name in sorted(asked - known):
            near = get_close_matches(name, known, n=1)
            meant = f"; is {near[0]} meant?" if near else f"; there are {', '.join(sorted(known))}"
            raise ValueError(f"gate: there is no metric {name}{meant}")
        return self
