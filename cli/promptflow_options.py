"""What the commands of `tunestack promptflow` have in common: which engine, which model."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

import click

from cli.output import say
from jobs.domain.errors import CloudError

if TYPE_CHECKING:
    from cli.session import Session
    from jobs.promptflow.engine import Engine
    from jobs.promptflow.flow.ask import DeployedModel
    from jobs.services.finished_run import FinishedRun

EngineName = Literal["prompt-flow", "agent-framework"]

engine_option = click.option(
    "--engine",
    type=click.Choice(["prompt-flow", "agent-framework"]),
    default="prompt-flow",
    show_default=True,
    help="Prompt flow 1.18.5, or Microsoft's Agent Framework, which succeeds it.",
)
base_option = click.option("--base", is_flag=True, help="Ask the base model instead of the tuned one.")
system_option = click.option("--system", help="System message; the first training row's unless given; empty for none.")


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


def deployed_model(session: "Session", found: "FinishedRun", *, base: bool, system: str | None) -> "DeployedModel":
    """The model that a run has deployed, under the system message it was trained with or the one given.

    Raises:
        CloudError: it isn't deployed.
    """
    from jobs.promptflow.address import model_at
    from jobs.services.conversation import opening
    from jobs.services.deploy import deployed

    endpoint = deployed(session.cloud, session.recipe, found.job).get("base" if base else "tuned")
    if endpoint is None:
        raise CloudError("that model isn't deployed", fix="tunestack deploy deploys it.")
    said = next((message.content for message in opening(found.data, system)), "")
    return model_at(endpoint, session.recipe.method, tenant_id=session.stack.tenant_id, system=said)
