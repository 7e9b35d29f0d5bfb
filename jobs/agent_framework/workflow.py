"""`python workflow.py < QUESTION`: the flow as a workflow of Microsoft's Agent Framework, which succeeds Prompt flow.

Runs in Agent Framework's environment, with the folder of ask.py on PYTHONPATH: the flow's own function asks the model.
Reads one JSON document, `{"input_data": …}` with a `chat_history` where there is one, and writes `{"answer": …}`.
"""

import asyncio
import json
import sys
from dataclasses import dataclass
from typing import Any, Never

from agent_framework import Executor, Workflow, WorkflowBuilder, WorkflowContext, handler
from ask import AskError, DeployedModel, ask, messages_of


@dataclass(frozen=True)
class Question:
    """The flow's inputs."""

    input_data: str
    chat_history: tuple[dict[str, Any], ...] = ()


class AskModel(Executor):
    """The workflow's one executor: a question comes in, the deployed model's answer is the output."""

    def __init__(self, deployed: DeployedModel) -> None:
        super().__init__(id="answer")
        self._deployed = deployed

    @handler
    async def answer(self, question: Question, context: WorkflowContext[Never, str]) -> None:
        """Asks the model, on a thread of its own."""
        history = messages_of(question.chat_history)
        await context.yield_output(await asyncio.to_thread(ask, self._deployed, question.input_data, history=history))


def build_workflow(deployed: DeployedModel) -> Workflow:
    """The workflow that asks a deployed model."""
    executor = AskModel(deployed)
    return WorkflowBuilder(name="answer", start_executor=executor, output_from=[executor]).build()


async def answer(deployed: DeployedModel, question: Question) -> str:
    """Runs the workflow once.

    Raises:
        AskError: The model gave no answer.
    """
    events = await build_workflow(deployed).run(question)
    return str(events.get_outputs()[0])


def main() -> int:
    """Answers the question on standard input; 1 and one line on stderr where there is no answer."""
    question = Question(**json.load(sys.stdin))
    try:
        text = asyncio.run(answer(DeployedModel.from_environment(), question))
    except AskError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    json.dump({"answer": text}, sys.stdout, ensure_ascii=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
