"""The models that the local Azure serves, asked by the one function: endpoints take its body and its token."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from azure.core.credentials import TokenCredential
from azure.identity import DefaultAzureCredential

from jobs.adapters.azure_cloud import azure_cloud
from jobs.domain.endpoint import Endpoint, EndpointSpec
from jobs.promptflow.address import model_at
from jobs.promptflow.agent_framework import AgentFramework
from jobs.promptflow.flow.ask import AskError, DeployedModel, ask
from jobs.promptflow.questions import Question
from local_azure.identity import TENANT_ID
from tests.jobs.adapters.conftest import STACK
from tests.jobs.adapters.environment import environment_of
from tests.jobs.adapters.openai.conftest import azure, azurite
from tests.local_azure.machinelearning.running import RunningAzure

__all__ = ["azure", "azurite"]

pytestmark = pytest.mark.timeout(180)


@pytest.fixture(scope="module")
def at_local_azure(azure: RunningAzure) -> Iterator[None]:
    with environment_of(azure):
        yield


@pytest.fixture(scope="module")
def credential(at_local_azure: None) -> Iterator[TokenCredential]:
    with DefaultAzureCredential() as made:
        yield made


@pytest.fixture(scope="module")
def serverless(at_local_azure: None) -> Endpoint:
    cloud = azure_cloud(STACK)
    spec = EndpointSpec("asked-by-the-flow", "eastus2", cloud.models.base("Phi-4-mini-instruct"), True, {})
    return cloud.endpoints.create(spec)


def of_serverless(endpoint: Endpoint, tenant_id: str = TENANT_ID) -> DeployedModel:
    return model_at(endpoint, "serverless", tenant_id=tenant_id, system="Be brief.")


def test_a_serverless_endpoint_answers(serverless: Endpoint, credential: TokenCredential) -> None:
    assert ask(of_serverless(serverless), "Hello", credential=credential) == "You said: Hello"


@pytest.mark.slow
def test_an_engine_finds_the_model_by_its_environment(agent_framework_environment: Path, serverless: Endpoint) -> None:
    engine = AgentFramework(agent_framework_environment)
    assert engine.test(of_serverless(serverless), Question("Hello")) == "You said: Hello"


def test_an_azure_openai_deployment_answers(at_local_azure: None, credential: TokenCredential) -> None:
    there = Endpoint("gpt-4o", "Succeeded", "https://aitest.openai.azure.com", "gpt-4o", True)
    deployed = model_at(there, "openai", tenant_id=TENANT_ID, system="")
    assert ask(deployed, "Hello", credential=credential) == "You said: Hello"


def test_a_token_for_another_service_is_refused(serverless: Endpoint, credential: TokenCredential) -> None:
    wrong = DeployedModel(of_serverless(serverless).url, "https://management.azure.com/.default")
    with pytest.raises(AskError, match="answered 401"):
        ask(wrong, "Hello", credential=credential)


def test_a_model_of_another_tenant_gets_no_token(serverless: Endpoint, credential: TokenCredential) -> None:
    with pytest.raises(AskError, match=f"the token is of tenant {TENANT_ID}, the model of another"):
        ask(of_serverless(serverless, "another"), "Hello", credential=credential)


def test_the_base_behind_a_managed_online_endpoint_is_asked_for_by_name() -> None:
    tuned = Endpoint("shop", "Succeeded", "https://shop.eastus2.inference.ml.azure.com/score", "m", True)
    assert model_at(tuned, "command", tenant_id="t", system="").model == ""
    assert model_at(tuned.for_base("b"), "command", tenant_id="t", system="").model == "base"
