"""Prompt flow itself, over the flow: one question, many, and what it leaves behind and sends elsewhere: nothing."""

from pathlib import Path

import pytest

from jobs.domain.errors import CloudError
from jobs.promptflow.engine import Answered
from jobs.promptflow.flow.ask import DeployedModel
from jobs.promptflow.prompt_flow import FLOW, PromptFlow
from jobs.promptflow.questions import Question, Turn
from tests.jobs.promptflow.model_service import AUTHORITY, ModelService

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

MODEL_HOST = "tuned.eastus2.models.ai.azure.com"


@pytest.fixture
def engine(prompt_flow_environment: Path, service: ModelService, home: Path) -> PromptFlow:
    return PromptFlow(prompt_flow_environment)


def test_one_question_goes_through_the_flow_and_nowhere_else(
    engine: PromptFlow, service: ModelService, deployed: DeployedModel, home: Path
) -> None:
    before = sorted(FLOW.iterdir())
    question = Question('What is "a=b"?\nAnd ${c}?', (Turn("Hello", "Hey there!"),))
    assert engine.test(deployed, question) == f"You said: {question.text}"
    assert service.asked[0].body == {
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "Hello"},
            {"role": "assistant", "content": "Hey there!"},
            {"role": "user", "content": question.text},
        ],
        "temperature": 0.7,
        "max_tokens": 128,
    }
    assert service.hosts == {AUTHORITY, MODEL_HOST}
    assert sorted(FLOW.iterdir()) == before
    assert list(home.iterdir()) == []


def test_a_question_without_an_answer_says_why(engine: PromptFlow, deployed: DeployedModel) -> None:
    with pytest.raises(CloudError, match=rf"^{MODEL_HOST} answered 400: The prompt was filtered. \(content_filter\)$"):
        engine.test(deployed, Question("refuse"))


def test_many_questions_keep_their_order_and_one_refusal_does_not_cost_the_others(
    engine: PromptFlow, service: ModelService, deployed: DeployedModel, home: Path
) -> None:
    asked = [Question("One?"), Question("refuse"), Question("Three?", (Turn("One?", "Two."),))]
    answers = engine.batch(deployed, asked).answers
    refusal = f"{MODEL_HOST} answered 400: The prompt was filtered. (content_filter)"
    assert list(answers) == [Answered("You said: One?"), Answered("", refusal), Answered("You said: Three?")]
    assert sorted(len(one.body["messages"]) for one in service.asked) == [2, 2, 4]
    assert service.hosts == {AUTHORITY, MODEL_HOST}
    assert list(home.iterdir()) == []
