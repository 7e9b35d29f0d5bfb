"""The journey gpt4o by the jobs' own adapters, as a developer who has the roles of the stack and no others."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jobs.adapters.azure_cloud import AzureCloud
from jobs.adapters.openai import cloud as openai
from jobs.domain.chat import Message
from jobs.domain.errors import PermissionDeniedError
from jobs.domain.run_states import JobState
from jobs.services.run import RunResult, run
from tests.jobs.adapters.environment import environment_of
from tests.jobs.adapters.openai.conftest import ACCOUNT, STACK, HastyClock, azure, azurite
from tests.jobs.adapters.openai.test_openai_cloud import recipe, request
from tests.local_azure.machinelearning.running import GROUP, RunningAzure
from tests.roles.granted import APP, SECRET, Roles

__all__ = ["azure", "azurite"]

STORAGE = f"{GROUP}/providers/Microsoft.Storage/storageAccounts/sttest"
OPENAI = "developer-cognitive-services-openai-contributor"
BLOBS = "developer-storage-blob-data-contributor"

pytestmark = pytest.mark.timeout(900)


@pytest.fixture(scope="module")
def roles(azure: RunningAzure) -> Roles:
    """The developer with the roles of the stack."""
    given = Roles(azure, "gpt4o", {"ai-services": ACCOUNT, "storage": STORAGE})
    given.give_all()
    return given


@pytest.fixture(scope="module")
def cloud(azure: RunningAzure, roles: Roles) -> Iterator[AzureCloud]:
    """The jobs' adapters, signed in as the developer."""
    with environment_of(azure, APP, SECRET), pytest.MonkeyPatch.context() as patch:
        patch.setattr(openai, "SystemClock", HastyClock)
        yield openai.openai_cloud(STACK)


@pytest.fixture(scope="module")
def done(cloud: AzureCloud) -> RunResult:
    """The whole journey: files, job, model, deployment, evaluation."""
    return run(cloud, request(recipe("epochs=1", "tuning.seed=11")))


def test_the_whole_journey_works_with_the_roles_of_the_stack(done: RunResult, roles: Roles) -> None:
    assert set(roles.grants) == {OPENAI, BLOBS}
    assert done.progress.state is JobState.COMPLETED
    assert done.verdict.passed


def ask(cloud: AzureCloud, done: RunResult) -> object:
    messages = [Message(role="user", content="Hello?")]
    return cloud.chat.complete(done.endpoints.tuned, messages, max_tokens=5, temperature=0)


STEPS: dict[str, tuple[str, Callable[[AzureCloud, RunResult], object]]] = {
    "upload training data": (OPENAI, lambda cloud, _: cloud.files.upload("roles/a/rows.jsonl", Path(__file__))),
    "keep what was found": (BLOBS, lambda cloud, _: cloud.datastore.write("roles/note.json", b"{}")),
    "list jobs": (OPENAI, lambda cloud, _: cloud.jobs.list()),
    "read a run": (OPENAI, lambda cloud, done: cloud.runs.details(done.job)),
    "find the tuned model": (OPENAI, lambda cloud, done: cloud.models.made_by(done.job, "travel-assistant")),
    "list deployments": (OPENAI, lambda cloud, _: cloud.endpoints.list()),
    "ask the tuned model": (OPENAI, ask),
    "delete a deployment": (OPENAI, lambda cloud, done: cloud.endpoints.delete(done.endpoints.tuned.name)),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_refused_without_its_role(step: str, cloud: AzureCloud, done: RunResult, roles: Roles) -> None:
    name, act = STEPS[step]
    with roles.without(name), pytest.raises(PermissionDeniedError):
        act(cloud, done)
