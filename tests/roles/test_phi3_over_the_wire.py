"""The journey phi3 with Azure's own clients, as a developer who has the roles of the stack and no others."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jobs.adapters.azure_cloud import AzureCloud, azure_cloud
from jobs.domain.chat import Message
from jobs.domain.errors import PermissionDeniedError
from jobs.domain.run_states import JobState
from jobs.services.run import RunResult, run
from tests.jobs.adapters.conftest import STACK, azure, azurite
from tests.jobs.adapters.environment import environment_of
from tests.jobs.requests import request, shipped_recipe
from tests.local_azure.machinelearning.running import GROUP, RunningAzure
from tests.roles.declared import DEVELOPER
from tests.roles.granted import APP, SECRET, Roles

__all__ = ["azure", "azurite"]

STORAGE = f"{GROUP}/providers/Microsoft.Storage/storageAccounts/sttest"
ML = "developer-azure-ai-developer"
BLOBS = "developer-storage-blob-data-contributor"

pytestmark = pytest.mark.filterwarnings("ignore")  # of azure-ai-ml's own dependencies, as it is imported


@pytest.fixture(scope="module")
def roles(azure: RunningAzure) -> Roles:
    """The developer with the roles of the stack."""
    given = Roles(azure, "phi3", {"group": GROUP, "storage": STORAGE})
    given.give_all()
    return given


@pytest.fixture(scope="module")
def cloud(azure: RunningAzure, roles: Roles) -> Iterator[AzureCloud]:
    """The jobs' adapters, signed in as the developer."""
    with environment_of(azure, APP, SECRET):
        yield azure_cloud(STACK)


@pytest.fixture(scope="module")
def done(cloud: AzureCloud) -> RunResult:
    """The whole journey: data, job, model, endpoints, evaluation."""
    return run(cloud, request(shipped_recipe("style_margin=0", "safety_probes=false")))


def test_the_whole_journey_works_with_the_roles_of_the_stack(done: RunResult, roles: Roles) -> None:
    assert set(roles.grants) == {ML, BLOBS}
    assert done.progress.state is JobState.COMPLETED
    assert done.verdict.passed


def ask(cloud: AzureCloud, done: RunResult) -> object:
    messages = [Message(role="user", content="Hello?")]
    return cloud.chat.complete(done.endpoints.tuned, messages, max_tokens=5, temperature=0)


STEPS: dict[str, tuple[str, Callable[[AzureCloud, RunResult], object]]] = {
    "upload training data": (BLOBS, lambda cloud, _: cloud.files.upload("roles/rows.jsonl", Path(__file__))),
    "read a file of a job": (BLOBS, lambda cloud, _: cloud.datastore.read("roles/rows.jsonl")),
    "list jobs": (ML, lambda cloud, _: cloud.jobs.list()),
    "read a run": (ML, lambda cloud, done: cloud.runs.details(done.job)),
    "find the tuned model": (ML, lambda cloud, done: cloud.models.made_by(done.job, "xbox-support")),
    "list endpoints": (ML, lambda cloud, _: cloud.endpoints.list()),
    "ask the tuned model": (ML, ask),
    "delete an endpoint": (ML, lambda cloud, done: cloud.endpoints.delete(done.endpoints.base.name)),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_refused_without_its_role(step: str, cloud: AzureCloud, done: RunResult, roles: Roles) -> None:
    name, act = STEPS[step]
    with roles.without(name), pytest.raises(PermissionDeniedError):
        act(cloud, done)


def test_no_key_is_shown_to_the_developer(azure: RunningAzure, roles: Roles) -> None:
    principal = azure.platform.tokens.principal(DEVELOPER)
    assert principal is not None
    token = azure.platform.tokens.issue(principal, "https://management.azure.com")
    url = f"https://management.azure.com{STORAGE}/listKeys?api-version=2024-01-01"
    refused = azure.http.post(url, headers={"Authorization": f"Bearer {token}"})
    assert refused.status_code == 403
    assert json.loads(refused.text)["error"]["code"] == "AuthorizationFailed"
