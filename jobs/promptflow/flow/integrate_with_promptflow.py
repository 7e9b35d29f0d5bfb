"""The flow's one node: what a row or the chat page asks goes to the deployed model. Runs inside Prompt flow."""

from typing import Any

from ask import DeployedModel, ask, messages_of
from promptflow.core import tool


@tool
def answer(input_data: str, chat_history: list[dict[str, Any]]) -> str:
    """Asks the model that the environment names.

    Args:
        input_data: The question.
        chat_history: Earlier turns, each with its `inputs` and `outputs` as Prompt flow keeps them.
    """
    return ask(DeployedModel.from_environment(), input_data, history=messages_of(chat_history))
