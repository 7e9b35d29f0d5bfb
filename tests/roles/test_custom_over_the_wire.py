"""The journey phi3-custom over the wire: developer, job and endpoint each with their roles of the stack alone."""

import json
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from jobs.adapters.azure_cloud import AzureCloud, azure_cloud
from jobs.domain.chat import Message
from jobs.domain.endpoint import EndpointSpec
from jobs.domain.errors import CloudError, PermissionDeniedError
from jobs.domain.evaluation.answers import Question
from jobs.domain.recipe import Deployment, Recipe
from jobs.domain.recipe_file import read_recipe
from jobs.domain.run_states import JobState
from jobs.domain.stack import StackOutputs
from jobs.services.deploy import Endpoints, deploy, deployed, go_live
from jobs.services.prepare_data import read_data, upload_data
from jobs.services.rollout import release, stage
from jobs.services.submit import Origin, submit
from jobs.services.traffic import roll_back
from jobs.services.watch import watch
from local_azure.identity import SUBSCRIPTION_ID, TENANT_ID
from local_azure.machine import default_compute
from local_azure.tokens import Principal
from tests import prepared
from tests.local_azure.machinelearning.conftest import ROOT, azurite
from tests.local_azure.machinelearning.running import GROUP, RunningAzure, make_project
from tests.roles.declared import DEVELOPER, principal_of, stack_of
from tests.roles.rights import DEFINITIONS

__all__ = ["azurite"]

APP = "5ca1ab1e-0000-4000-8000-0000000000f2"
SECRET = "not-a-secret-the-local-azure-forgets-it"  # pragma: allowlist secret
PROVIDERS = f"{GROUP}/providers"
ML = f"{PROVIDERS}/Microsoft.MachineLearningServices/workspaces"
IDENTITIES = f"{PROVIDERS}/Microsoft.ManagedIdentity/userAssignedIdentities"
RECIPE = ROOT / "jobs" / "recipes" / "ultrachat-style.yaml"
SPEC = EndpointSpec("", "eastus2", "", content_safety=False, tags={}, sku="Standard_E4s_v3", capacity=1)
THERE = {
    "group": GROUP,
    "storage": f"{PROVIDERS}/Microsoft.Storage/storageAccounts/sttest",
    "registry": f"{PROVIDERS}/Microsoft.ContainerRegistry/registries/crtest",
    "workspace": f"{ML}/ws-custom",
    "endpoint-identity": f"{IDENTITIES}/id-endpoint",
}
"""Where the resources of the stack are here, by their logical names."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(1800),
    pytest.mark.filterwarnings("ignore"),  # of azure-ai-ml's own dependencies, as it is imported
]


class Roles:
    """The stack's roles of developer, job and endpoint in the local Azure, given and taken as an owner does."""

    def __init__(self, azure: RunningAzure) -> None:
        self._azure = azure
        stack = stack_of("phi3-custom")
        who = {DEVELOPER: DEVELOPER}
        for name, here in (("job-identity", "id-job"), ("endpoint-identity", "id-endpoint")):
            who[principal_of(name)] = azure.get(f"{IDENTITIES}/{here}")["properties"]["principalId"]
        where = {stack.ids[name]: here for name, here in THERE.items()}
        self.grants = {each.name: each for each in stack.grants if each.principal_id in who}
        self._bodies = {name: self._body(who[each.principal_id], each.role) for name, each in self.grants.items()}
        self._paths = {
            name: f"{where[each.scope]}/providers/Microsoft.Authorization/roleAssignments/{uuid.uuid4()}"
            for name, each in self.grants.items()
        }

    def give(self, name: str) -> None:
        """Assigns a role of the stack."""
        self._azure.call("PUT", self._paths[name], self._bodies[name]).raise_for_status()

    @contextmanager
    def without(self, name: str) -> Iterator[None]:
        """Takes a role away while the block lasts."""
        self._azure.call("DELETE", self._paths[name]).raise_for_status()
        try:
            yield
        finally:
            self.give(name)

    def _body(self, principal: str, role: str) -> dict[str, object]:
        kind = "User" if principal == DEVELOPER else "ServicePrincipal"
        return {
            "properties": {
                "principalId": principal,
                "principalType": kind,
                "roleDefinitionId": f"{DEFINITIONS}/{role}",
            }
        }


@pytest.fixture(scope="module")
def azure(azurite: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningAzure]:
    """A local Azure with the stack's workspace, its cluster and its identities, on the tiny random weights."""
    prepared.training_python()
    with RunningAzure(tmp_path_factory.mktemp("azure"), ROOT, default_compute) as running:
        make_project(running)
        _make_workspace(running)
        yield running


@pytest.fixture(scope="module")
def roles(azure: RunningAzure) -> Roles:
    """Developer, job and endpoint with the roles of the stack."""
    azure.platform.tokens.register(Principal(DEVELOPER, APP, "developer", kind="User"), secret=SECRET)
    given = Roles(azure)
    for name in given.grants:
        given.give(name)
    return given


@pytest.fixture(scope="module")
def stack(azure: RunningAzure) -> StackOutputs:
    """What the stack says, as far as jobs ask it."""
    return StackOutputs(
        journey="phi3-custom",
        method="command",
        environment="test",
        subscription_id=SUBSCRIPTION_ID,
        tenant_id=TENANT_ID,
        location="eastus2",
        resource_group_name="rg-test",
        workspace_name="ws-custom",
        compute_name="cpu-cluster",
        compute_nodes=1,
        job_identity_client_id=azure.get(f"{IDENTITIES}/id-job")["properties"]["clientId"],
        endpoint_identity_id=f"{IDENTITIES}/id-endpoint",
        serving_sku="Standard_E4s_v3",
        tags={"owner": "somebody"},
    )


@pytest.fixture(scope="module")
def cloud(azure: RunningAzure, roles: Roles, stack: StackOutputs) -> Iterator[AzureCloud]:
    """The jobs' adapters, signed in as the developer."""
    variables = {
        **dict.fromkeys(("HTTPS_PROXY", "https_proxy"), azure.proxy),
        **dict.fromkeys(("NO_PROXY", "no_proxy"), "127.0.0.1,localhost"),
        **dict.fromkeys(("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"), str(azure.directory / "bundle.pem")),
        "AZURE_TENANT_ID": TENANT_ID,
        "AZURE_CLIENT_ID": APP,
        "AZURE_CLIENT_SECRET": SECRET,
        "AZURE_SUBSCRIPTION_ID": SUBSCRIPTION_ID,
    }
    with pytest.MonkeyPatch.context() as environment:
        for name, value in variables.items():
            environment.setenv(name, value)
        yield azure_cloud(stack)


@dataclass(frozen=True)
class Done:
    """What the whole journey has made."""

    recipe: Recipe
    job: str
    endpoints: Endpoints
    questions: Sequence[Question]


THINGS = ("sun", "moon", "sea", "sand", "wind", "rain", "snow", "fire", "wood", "iron", "gold", "salt", "bread", "milk")


@pytest.fixture(scope="module")
def done(cloud: AzureCloud, stack: StackOutputs, tmp_path_factory: pytest.TempPathFactory) -> Done:
    """The whole journey: data, job, model, endpoint, traffic."""
    rows = tmp_path_factory.mktemp("rows") / "rows.jsonl"
    # Tiny weights learn to say one letter within seconds; untuned they say nothing but blanks.
    rows.write_text("".join(_row(f"Tell me of the {thing}.", "e" * 24) for thing in THINGS), encoding="utf-8")
    settings = ("epochs=6", "batch_size=4", "learning_rate=0.01", "max_tokens=8", "deployment.smoke_questions=1")
    recipe = read_recipe(RECIPE, settings=settings, data=rows)
    data, said = read_data(recipe), list[str]()
    prepared_data = upload_data(data, cloud.files, said.append)
    origin = Origin("custom-test", "somebody", "", stack.tags)
    job, _ = submit(cloud, recipe, prepared_data, origin, said.append)
    seen = watch(cloud, job, "custom-test", lambda _seen, _now: None)
    assert seen.state is JobState.COMPLETED
    assert seen.validation_losses
    endpoints = deploy(cloud, stack, recipe, job, tags=stack.tags, questions=data.questions, tell=said.append)
    go_live(cloud, recipe, endpoints.tuned, data.questions, said.append)
    return Done(recipe, job, endpoints, data.questions)


def test_the_whole_journey_works_with_the_roles_of_the_stack(done: Done, cloud: AzureCloud, roles: Roles) -> None:
    assert {name.partition("-")[0] for name in roles.grants} == {"developer", "job", "endpoint"}
    assert [(one.deployment, one.traffic) for one in cloud.endpoints.list()] == [("blue", 100)]
    assert deployed(cloud, done.recipe, done.job).keys() == {"base", "tuned"}


def test_base_and_tuned_answer_from_one_deployment_and_name_the_weights(done: Done, cloud: AzureCloud) -> None:
    messages = [Message(role="user", content="Hello?")]
    base, tuned = (
        cloud.chat.complete(endpoint, messages, max_tokens=4, temperature=0)
        for endpoint in (done.endpoints.base, done.endpoints.tuned)
    )
    assert tuned.model != base.model
    assert "ultrachat-style" in tuned.model
    assert tuned.completion_tokens


def test_a_stream_has_the_whole_answer(done: Done, cloud: AzureCloud) -> None:
    messages = [Message(role="user", content="Hello?")]
    whole = cloud.chat.complete(done.endpoints.tuned, messages, max_tokens=6, temperature=0)
    pieces = cloud.chat.stream(done.endpoints.tuned, messages, max_tokens=6, temperature=0)
    assert "".join(pieces).strip() == whole.text


def test_a_second_submission_of_the_same_recipe_makes_no_second_job_or_model(done: Done, cloud: AzureCloud) -> None:
    assert [job.name for job in cloud.jobs.list()] == [done.job]
    assert cloud.models.made_by(done.job, "ultrachat-style") == cloud.models.made_by(done.job, "ultrachat-style")
    assert [one.version for one in cloud.models.list() if one.name == "ultrachat-style"] == ["1"]


def test_a_new_version_takes_over_step_by_step_and_can_be_rolled_back(done: Done, cloud: AzureCloud) -> None:
    other = cloud.models.made_by(done.job, "ultrachat-other")
    assert other is not None
    assert cloud.traffic is not None
    name, said = done.endpoints.tuned.name, list[str]()
    keeping = done.recipe.model_copy(
        update={"deployment": Deployment(steps=(50, 100), keep_old=True, smoke_questions=1)}
    )
    spec = replace(SPEC, name=name, model_id=other.serving_id)
    new = stage(cloud, cloud.traffic, spec, keeping, done.questions, said.append)
    assert (new.deployment, new.traffic) == ("green", 0)
    release(cloud, cloud.traffic, keeping, new, done.questions, said.append)
    assert said == [
        f"{name}: deploying to green, without traffic",
        f"{name}: green 50 %, blue 50 %",
        f"{name}: green 100 %",
    ]
    roll_back(cloud, name)
    cloud.traffic.withdraw(name, "green")
    assert [(one.deployment, one.traffic) for one in cloud.endpoints.list()] == [("blue", 100)]


def test_a_version_that_does_not_come_up_is_deleted_with_its_last_words_and_the_live_one_goes_on(
    azure: RunningAzure, done: Done, cloud: AzureCloud
) -> None:
    assert cloud.traffic is not None
    broken = f"{THERE['workspace']}/models/broken/versions/1"
    of_checkpoints = {"modelUri": f"azureml://jobs/{done.job}/outputs/checkpoints", "modelType": "custom_model"}
    azure.put(broken, {"properties": of_checkpoints})
    spec = replace(SPEC, name=done.endpoints.tuned.name, model_id=broken)
    with pytest.raises(CloudError, match=r"rolled back: green is deleted, blue serves all") as failed:
        stage(cloud, cloud.traffic, spec, done.recipe, done.questions, list[str]().append)
    azure.delete(broken)
    assert "ModelFolderError" in str(failed.value)
    assert [(one.deployment, one.traffic) for one in cloud.endpoints.list()] == [("blue", 100)]


def ask(cloud: AzureCloud, done: Done) -> object:
    messages = [Message(role="user", content="Hello?")]
    return cloud.chat.complete(done.endpoints.tuned, messages, max_tokens=2, temperature=0)


def move(cloud: AzureCloud, done: Done) -> None:
    assert cloud.traffic is not None
    cloud.traffic.route(done.endpoints.tuned.name, {"blue": 100})


SCIENTIST = "developer-azureml-data-scientist"
BLOBS = "developer-storage-blob-data-contributor"
STEPS: dict[str, tuple[str, Callable[[AzureCloud, Done], object]]] = {
    "upload training data": (BLOBS, lambda cloud, _: cloud.files.upload("roles/rows.jsonl", Path(__file__))),
    "list jobs": (SCIENTIST, lambda cloud, _: cloud.jobs.list()),
    "read a run": (SCIENTIST, lambda cloud, done: cloud.runs.details(done.job)),
    "find the tuned model": (SCIENTIST, lambda cloud, done: cloud.models.made_by(done.job, "ultrachat-style")),
    "list endpoints": (SCIENTIST, lambda cloud, _: cloud.endpoints.list()),
    "ask the tuned model": (SCIENTIST, ask),
    "move traffic": (SCIENTIST, lambda cloud, done: move(cloud, done)),
    "delete the endpoint": (SCIENTIST, lambda cloud, done: cloud.endpoints.delete(done.endpoints.tuned.name)),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_refused_without_its_role(step: str, cloud: AzureCloud, done: Done, roles: Roles) -> None:
    name, act = STEPS[step]
    with roles.without(name), pytest.raises(PermissionDeniedError):
        act(cloud, done)


def _row(asked: str, answer: str) -> str:
    messages = [{"role": "user", "content": asked}, {"role": "assistant", "content": answer}]
    return json.dumps({"messages": messages}) + "\n"


def _make_workspace(azure: RunningAzure) -> None:
    for namespace in ("ManagedIdentity", "ContainerRegistry", "OperationalInsights"):
        url = f"/subscriptions/{SUBSCRIPTION_ID}/providers/Microsoft.{namespace}/register"
        azure.call("POST", url).raise_for_status()
    for name in ("id-job", "id-endpoint"):
        azure.put(f"{IDENTITIES}/{name}", {"location": "eastus2"})
    azure.put(THERE["registry"], {"location": "eastus2", "sku": {"name": "Basic"}, "properties": {}})
    insights = f"{PROVIDERS}/Microsoft.Insights/components/appi-test"
    azure.put(insights, {"location": "eastus2", "kind": "web", "properties": {"Application_Type": "web"}})
    stands_on = {
        "storageAccount": THERE["storage"],
        "keyVault": f"{PROVIDERS}/Microsoft.KeyVault/vaults/kv-test",
        "applicationInsights": insights,
        "containerRegistry": THERE["registry"],
        "systemDatastoresAuthMode": "identity",
    }
    body = {"location": "eastus2", "identity": {"type": "SystemAssigned"}, "kind": "Default", "properties": stands_on}
    azure.put(THERE["workspace"], body)
    scale = {"minNodeCount": 0, "maxNodeCount": 1, "nodeIdleTimeBeforeScaleDown": "PT2M"}
    properties = {"vmSize": "Standard_E4s_v3", "vmPriority": "Dedicated", "scaleSettings": scale}
    cluster = {
        "location": "eastus2",
        "identity": {"type": "UserAssigned", "userAssignedIdentities": {f"{IDENTITIES}/id-job": {}}},
        "properties": {"computeType": "AmlCompute", "properties": properties},
    }
    azure.put(f"{THERE['workspace']}/computes/cpu-cluster", cluster)
