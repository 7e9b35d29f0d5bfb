"""The flow's one node: what a row or the chat page asks goes to the deployed model. Runs inside Prompt flow."""

from typing import Any

from ask import DeployedModel, ask, messages_of
from promptflow.core import tool


@tool
def answer(input_data: str, chat_history: list[dict[str, Any]], temperature: float, max_tokens: int) -> str:
    """Asks the model that the environment names.

    Args:
        input_data: The question.
        chat_history: Earlier turns, each with its `inputs` and `outputs` as Prompt flow keeps them.
        temperature: 0 always takes the likeliest token.
        max_tokens: An answer is cut off there.
    """
    history = messages_of(chat_history)
    return ask(
        DeployedModel.from_environment(), input_data, history=history, temperature=temperature, max_tokens=max_tokens
    )
