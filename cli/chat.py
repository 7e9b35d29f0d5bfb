"""`tunestack chat`: a conversation with a deployed model."""

from pathlib import Path

import click

from cli.options import recipe_file, stack_option
from cli.output import say
from jobs.domain.errors import CloudError


@click.command(epilog="Example: tunestack chat jobs/recipes/xbox-support.yaml --stack phi3-dev")
@recipe_file
@stack_option
@click.option("--base", is_flag=True, help="Talk with the base model instead of the tuned one.")
@click.option("--system", help="System message; the first training row's unless given.")
def chat(recipe: Path, stack: str, base: bool, system: str | None) -> None:  # noqa: FBT001 -- click passes it by name
    """Talk with RECIPE's tuned model, under the system message it was trained with; an empty line ends it."""
    from cli.session import open_session
    from jobs.domain.chat import Message
    from jobs.services.conversation import answer, opening
    from jobs.services.deploy import deployed
    from jobs.services.finished_run import find_finished_run

    session = open_session(recipe, stack)
    found = find_finished_run(session.cloud, session.recipe, stack)
    endpoints = deployed(session.cloud, session.recipe, found.job)
    endpoint = endpoints.get("base" if base else "tuned")
    if endpoint is None:
        raise CloudError("that model isn't deployed", fix=f"tunestack deploy {recipe} --stack {stack}")
    messages = opening(found.data, system)
    say(f"{endpoint.name}; an empty line ends")
    while text := click.prompt("you", default="", show_default=False).strip():
        messages.append(Message(role="user", content=text))
        reply = answer(session.cloud.chat, session.recipe.evaluation, endpoint, messages)
        messages.append(Message(role="assistant", content=reply.text or "(no answer)"))
        click.echo(f"{reply.model}: {reply.text}")
