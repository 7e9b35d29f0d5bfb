"""What the commands of `tunestack promptflow` have in common: which engine, which model."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, TypedDict, TypeVar, Unpack

import click

from cli.output import say
from jobs.domain.errors import CloudError

if TYPE_CHECKING:
    from cli.session import Session
    from jobs.promptflow.engine import Engine
    from jobs.promptflow.flow.ask import DeployedModel
    from jobs.services.finished_run import FinishedRun

EngineName = Literal["prompt-flow", "agent-framework"]
Command = TypeVar("Command", bound=Callable[..., Any])

engine_option = click.option(
    "--engine",
    type=click.Choice(["prompt-flow", "agent-framework"]),
    default="prompt-flow",
    show_default=True,
    help="Prompt flow 1.18.5, or Microsoft's Agent Framework, which succeeds it.",
)


class Asked(TypedDict):
    """Which of a run's models is asked, and how, as the options of `model_options` say it."""

    base: bool
    system: str | None
    temperature: float
    max_tokens: int


_MODEL_OPTIONS = (
    click.option("--base", is_flag=True, help="Ask the base model instead of the tuned one."),
    click.option("--system", help="System message; the first training row's unless given; empty for none."),
    click.option(
        "--temperature",
        type=click.FloatRange(0, 2),
        default=0.7,
        show_default=True,
        help="0 always takes the likeliest token.",
    ),
    click.option(
        "--max-tokens", type=click.IntRange(1), default=128, show_default=True, help="Answers are cut off there."
    ),
)


def model_options(command: Command) -> Command:
    """Adds the options that say which model is asked, and how."""
    for option in reversed(_MODEL_OPTIONS):
        command = option(command)
    return command


def engine_called(name: EngineName) -> "Engine":
    """The engine, its environment made where it isn't there yet.

    Raises:
        UsageError: the environment can't be made.
    """
    from jobs.promptflow.agent_framework import AgentFramework
    from jobs.promptflow.programs import environment_of
    from jobs.promptflow.prompt_flow import PromptFlow

    if name == "agent-framework":
        return AgentFramework(environment_of("agent-framework"))
    warn_of_retirement()
    return PromptFlow(environment_of("promptflow"))


def warn_of_retirement() -> None:
    """Says on stderr when Prompt flow ends, and what comes after it."""
    from jobs.promptflow.retirement import warning

    say(f"Warning: {warning(datetime.now(UTC).date())}")


def deployed_model(session: "Session", found: "FinishedRun", **asked: Unpack[Asked]) -> "DeployedModel":
    """The model that a run has deployed, under the system message it was trained with or the one given.

    Raises:
        CloudError: it isn't deployed.
    """
    from jobs.promptflow.address import model_at
    from jobs.services.conversation import opening
    from jobs.services.deploy import deployed

    endpoint = deployed(session.cloud, session.recipe, found.job).get("base" if asked["base"] else "tuned")
    if endpoint is None:
        raise CloudError("that model isn't deployed", fix="tunestack deploy deploys it.")
    said = next((message.content for message in opening(found.data, asked["system"])), "")
    model = model_at(endpoint, session.recipe.method, tenant_id=session.stack.tenant_id, system=said)
    return replace(model, temperature=asked["temperature"], max_tokens=asked["max_tokens"])
