"""What commands begin with: stack outputs, recipe, the cloud they work in."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from cli.progress_bar import ProgressBar
from jobs.adapters.azure_cloud import AzureCloud, azure_cloud
from jobs.adapters.credentials import signed_in_as
from jobs.adapters.pulumi_outputs import read_parts, read_stack
from jobs.domain.recipe import Recipe
from jobs.domain.recipe_file import read_recipe
from jobs.domain.stack import StackOutputs
from jobs.services.find_run import FoundRun, find_run
from jobs.services.stored_data import bring_stored


@dataclass(frozen=True)
class Session:
    """A recipe on a stack."""

    recipe: Recipe
    stack: StackOutputs
    cloud: AzureCloud

    def progress_bar(self) -> ProgressBar:
        """On stderr, so that stdout stays the result."""
        return ProgressBar(Console(stderr=True))

    def signed_in_as(self) -> str:
        """Who works here: object id in Entra."""
        return signed_in_as(self.stack)


def open_session(recipe: Path, stack: str, *, data: Path | None = None, settings: tuple[str, ...] = ()) -> Session:
    """Reads stack and recipe; a mistake in the recipe is told before Azure is asked for anything.

    Raises:
        UsageError: the recipe or the stack can't be used.
        DataError: rows that it names by their path in the project's datastore aren't there.
    """
    method = read_recipe(recipe, settings=settings, data=data).method
    outputs = read_stack(stack, method=method)
    cloud = azure_cloud(outputs)

    def bring(uri: str) -> Path:
        return bring_stored(uri, cloud.files)

    chosen = read_recipe(recipe, overrides=outputs.fine_tuning, settings=settings, data=data, bring=bring)
    return Session(chosen, outputs, cloud)


def open_cloud(stack: str, method: str | None = None) -> tuple[StackOutputs, AzureCloud]:
    """Reads a stack's outputs and connects to where it is.

    Args:
        stack: its name.
        method: which of a platform's places is meant; that of serverless fine-tuning where none is named.
    """
    outputs = read_stack(stack, method=method)
    return outputs, azure_cloud(outputs)


def open_parts(stack: str) -> Iterator[tuple[StackOutputs, AzureCloud]]:
    """Reads the outputs of each journey of a stack and connects to where it is, one after the other."""
    for outputs in read_parts(stack):
        yield outputs, azure_cloud(outputs)


def open_run(stack: str, name: str) -> FoundRun:
    """Finds a run by the name of its job, in whichever part of a stack it is.

    Raises:
        CloudError: no part has it.
    """
    return find_run(open_parts(stack), name, stack)
