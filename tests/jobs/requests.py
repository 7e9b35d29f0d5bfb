"""Stacks, recipes and run requests for tests."""

from pathlib import Path

from jobs.domain.recipe import Recipe
from jobs.domain.recipe_file import read_recipe
from jobs.domain.stack import StackOutputs
from jobs.services.run import RunRequest

RECIPE = Path(__file__).parents[2] / "jobs" / "recipes" / "xbox-support.yaml"

STACK = StackOutputs(
    journey="phi3",
    method="serverless",
    environment="test",
    subscription_id="5ca1ab1e-0000-4000-8000-000000000001",
    tenant_id="5ca1ab1e-0000-4000-8000-000000000002",
    location="eastus2",
    resource_group_name="rg-test",
    workspace_name="project-test",
    tags={"owner": "somebody", "expiry": "2027-01-01"},
)


def shipped_recipe(*settings: str, data: Path | None = None) -> Recipe:
    return read_recipe(RECIPE, settings=settings, data=data)


def request(recipe: Recipe | None = None, *, said: list[str] | None = None, again: bool = False) -> RunRequest:
    tell = (said if said is not None else []).append
    return RunRequest(recipe or shipped_recipe(), "phi3-test", STACK, tell, lambda _seen, _now: None, again)
