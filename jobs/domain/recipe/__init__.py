"""Recipes: what `tunestack run` is given, one module for each section."""

from jobs.domain.recipe.comparison import SideBySide
from jobs.domain.recipe.data import Data
from jobs.domain.recipe.deployment import Deployment
from jobs.domain.recipe.evaluation import Evaluation
from jobs.domain.recipe.gate import Gate
from jobs.domain.recipe.recipe import Recipe
from jobs.domain.recipe.tuning import TUNING_BY_METHOD, CommandTuning, OpenAITuning, ServerlessTuning, Tuning

__all__ = [
    "TUNING_BY_METHOD",
    "CommandTuning",
    "Data",
    "Deployment",
    "Evaluation",
    "Gate",
    "OpenAITuning",
    "Recipe",
    "ServerlessTuning",
    "SideBySide",
    "Tuning",
]
