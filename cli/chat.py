"""`tunestack chat`: a conversation with a deployed model, or with both at once."""

from pathlib import Path

import click

from cli.options import recipe_file, stack_option
from cli.output import say
from jobs.domain.errors import CloudError


@click.command(epilog="Example: tunestack chat jobs/recipes/xbox-support.yaml --stack phi3-dev --both")
@recipe_file
@stack_option
@click.option("--base", is_flag=True, help="Talk with the base model instead of the tuned one.")
@click.option("--both", is_flag=True, help="Talk with both at once, side by side; each keeps its own history.")
@click.option("--system", help="System message; the first training row's unless given; empty for none.")
def chat(recipe: Path, stack: str, base: bool, both: bool, system: str | None) -> None:  # noqa: FBT001 -- by click
    """Talk with RECIPE's tuned model, under the system message it was trained with; an empty line ends it.

    An answer appears as the model writes it (with --both, when both have written theirs), and each turn has all before
    it.
    """
    from cli.session import open_session
    from cli.side_by_side import show_pair
    from jobs.services.conversation import Conversation, next_turns, opening
    from jobs.services.deploy import deployed
    from jobs.services.finished_run import find_finished_run

    session = open_session(recipe, stack)
    found = find_finished_run(session.cloud, session.recipe, stack)
    there = deployed(session.cloud, session.recipe, found.job)
    roles = ("base", "tuned") if both else ("base",) if base else ("tuned",)
    if missing := [role for role in roles if role not in there]:
        names = " and ".join(missing)
        raise CloudError(f"the {names} model isn't deployed", fix=f"tunestack deploy {recipe} --stack {stack}")
    start, settings = opening(found.data, system), session.recipe.evaluation
    talks = [Conversation(session.cloud.chat, settings, there[role], tuple(start)) for role in roles]
    say(f"{', '.join(there[role].label for role in roles)}; an empty line ends")
    while text := click.prompt("you", default="", show_default=False).strip():
        if both:
            talks, answers = next_turns(talks, text)
            show_pair(answers[0], answers[1])
        else:
            pieces = []
            click.echo(f"{roles[0]}: ", nl=False)
            for piece in talks[0].ask(text):
                click.echo(piece, nl=False)
                pieces.append(piece)
            click.echo("" if pieces else "(no answer)")
            talks = [talks[0].after(text, "".join(pieces))]
