"""Prompt flow's successor, over the same function: one question, and many with their scores."""

from pathlib import Path

import pytest

from jobs.domain.errors import CloudError, PermissionDeniedError
from jobs.promptflow.agent_framework import AgentFramework
from jobs.promptflow.engine import Answered
from jobs.promptflow.flow.ask import DeployedModel
from jobs.promptflow.questions import Question, Turn
from tests.jobs.promptflow.model_service import AUTHORITY, ModelService

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

MODEL_HOST = "tuned.eastus2.models.ai.azure.com"


@pytest.fixture
def engine(agent_framework_environment: Path, service: ModelService, home: Path) -> AgentFramework:
    return AgentFramework(agent_framework_environment)


def test_one_question_goes_through_the_workflow_and_nowhere_else(
    engine: AgentFramework, service: ModelService, deployed: DeployedModel, home: Path
) -> None:
    assert engine.test(deployed, Question("Ünd?", (Turn("Hello", "Hey there!"),))) == "You said: Ünd?"
    assert [message["role"] for message in service.asked[0].body["messages"]] == [
        *("system", "user", "assistant", "user")
    ]
    assert service.hosts == {AUTHORITY, MODEL_HOST}
    assert list(home.iterdir()) == []


def test_a_question_without_an_answer_says_why(
    engine: AgentFramework, service: ModelService, deployed: DeployedModel
) -> None:
    service.answer = lambda _: (403, {}, {"error": {"code": "Forbidden", "message": "No."}})
    with pytest.raises(PermissionDeniedError, match=rf"^{MODEL_HOST} answered 403: No. \(Forbidden\)$"):
        engine.test(deployed, Question("Well?"))


def test_a_model_that_is_not_where_azure_serves_models_is_refused(
    engine: AgentFramework, service: ModelService
) -> None:
    with pytest.raises(CloudError, match="no token is sent there"):
        engine.test(DeployedModel("https://example.com/", "https://ml.azure.com/.default"), Question("Well?"))
    assert service.hosts == set()


def test_many_questions_are_scored_without_a_judge(
    engine: AgentFramework, service: ModelService, deployed: DeployedModel, home: Path
) -> None:
    asked = [Question("Rome", (), "You said: Rome"), Question("refuse", (), "Rome"), Question("Oslo", (), "Rome")]
    batch = engine.batch(deployed, asked)
    refusal = f"{MODEL_HOST} answered 400: The prompt was filtered. (content_filter)"
    assert list(batch.answers) == [Answered("You said: Rome"), Answered("", refusal), Answered("You said: Oslo")]
    assert batch.metrics["answered.answered"] == pytest.approx(2 / 3)
    assert batch.metrics["f1.f1_score"] == pytest.approx(1 / 3)
    assert service.hosts == {AUTHORITY, MODEL_HOST}
    assert list(home.iterdir()) == []


def test_without_right_answers_only_what_needs_none_is_measured(
    engine: AgentFramework, deployed: DeployedModel
) -> None:
    batch = engine.batch(deployed, [Question("Rome"), Question("Oslo", (), "Oslo")])
    assert dict(batch.metrics) == {"answered.answered": 1.0}
