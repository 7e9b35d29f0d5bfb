"""Hyperparameters that a method doesn't take are refused when a recipe is read, before anything is spent."""

import re
import runpy
from pathlib import Path
from typing import get_args

import pytest

from jobs.domain.errors import UsageError
from jobs.domain.recipe.tuning import LOSSES, Loss, Optimizer
from jobs.domain.recipe_file import read_recipe

ROOT = Path(__file__).parents[3]
METHODS = {"openai": "travel-assistant", "serverless": "xbox-support", "command": "ultrachat-style"}
RECIPES = {method: ROOT / "jobs" / "recipes" / f"{name}.yaml" for method, name in METHODS.items()}


def refusal(method: str, *settings: str) -> str:
    with pytest.raises(UsageError) as refused:
        read_recipe(RECIPES[method], settings=settings)
    return str(refused.value)


@pytest.mark.parametrize(
    ("method", "setting"),
    [
        *[("serverless", one) for one in ("epochs=0", "epochs=11", "batch_size=33", "learning_rate=0")],
        *[("openai", one) for one in ("epochs=11", "epochs=0", "epochs=some", "batch_size=257", "batch_size=0")],
        *[("openai", one) for one in ("learning_rate_multiplier=0", "learning_rate_multiplier=10.5", "beta=2.5")],
        *[("openai", one) for one in ("seed=-1", "tier=Batch", "technique=grpo", "suffix=ft.travel")],
        *[("openai", f"suffix={'a' * 41}"), ("openai", "suffix='ft travel'"), ("openai", "continue_from=''")],
        *[("command", one) for one in ("epochs=101", "batch_size=0", "batch_size=1025", "learning_rate=1.0")],
        *[("command", one) for one in ("learning_rate=.nan", "warmup=1.0", "beta=0.0", "gradient_accumulation=0")],
        *[("command", one) for one in ("maximum_length=15", "lora_rank=0", "lora_rank=513", "evaluations=0")],
        *[("command", one) for one in ("nodes=0", "nodes=65", "processes_per_node=17", "maximum_hours=169")],
        *[("command", one) for one in ("optimizer=lion", "loss=magic", "task=ranking", "objective=grpo")],
    ],
)
def test_what_a_method_does_not_take_is_refused_naming_the_key(method: str, setting: str) -> None:
    key = setting.partition("=")[0]
    assert re.search(rf"tuning\.{key}[.:]", refusal(method, f"tuning.{setting}"))


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (("objective=dpo", "tuning.task=classification"), "dpo learns from pairs of answers"),
        (("objective=dpo", "loss=dft"), "the loss dft doesn't go with dpo, which has sigmoid, ipo, hinge"),
        (("loss=ipo",), "the loss ipo doesn't go with chat, which has cross-entropy"),
        (("tuning.task=classification", "loss=dft"), "the loss dft doesn't go with classification"),
    ],
)
def test_what_does_not_go_together_is_refused(settings: tuple[str, ...], says: str) -> None:
    assert says in refusal("command", *settings)


def test_optimizers_and_losses_are_those_of_the_script() -> None:
    script = runpy.run_path(str(ROOT / "jobs" / "training" / "settings.py"))
    assert get_args(Optimizer) == tuple(script["OPTIMIZERS"])
    assert dict(LOSSES) == script["LOSSES"]
    assert set(get_args(Loss)) == {loss for losses in LOSSES.values() for loss in losses}


@pytest.mark.parametrize("key", ["optimizer", "loss"])
def test_a_recipe_can_not_write_on_the_jobs_command_line(key: str) -> None:
    assert f"tuning.{key}" in refusal("command", f"{key}='adamw; touch ran'")
