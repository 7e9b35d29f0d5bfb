"""`tunestack traffic`: an endpoint's requests divided between blue and green."""

from pathlib import Path
from typing import Any

import click

from cli.options import output_option, stack_option
from cli.output import OutputFormat, write_result
from jobs.domain.errors import UsageError


@click.command(
    epilog="Example: tunestack traffic jobs/recipes/ultrachat-style.yaml --set blue=90 --set green=10 --stack mine"
)
@click.argument("target")
@stack_option
@click.option("--set", "shares", multiple=True, metavar="DEPLOYMENT=SHARE", help="A share in per cent; repeatable.")
@click.option("--rollback", is_flag=True, help="Send all requests to the deployment beside the live one.")
@output_option
def traffic(target: str, stack: str, shares: tuple[str, ...], rollback: bool, output: OutputFormat) -> None:  # noqa: FBT001 -- click's
    """Show or change who gets the requests to TARGET, the endpoint of one's own model: its name, or its recipe."""
    from cli.session import open_cloud
    from jobs.domain.endpoint import name_for_versions
    from jobs.domain.recipe_file import read_recipe
    from jobs.services.traffic import roll_back, set_shares, shares_of

    if shares and rollback:
        raise UsageError("--set and --rollback say different things", fix="Give one of them.")
    recipe = read_recipe(Path(target)) if Path(target).is_file() else None
    if recipe is not None and recipe.method != "command":
        raise UsageError(f"models tuned by {recipe.method} have an endpoint each: there is no traffic to divide")
    outputs, cloud = open_cloud(stack, "command")
    endpoint = name_for_versions(recipe.tuned_model, outputs.workspace_path) if recipe else target
    if rollback:
        now = roll_back(cloud, endpoint)
    else:
        now = set_shares(cloud, endpoint, shares) if shares else shares_of(cloud, endpoint)
    document: dict[str, Any] = {
        "endpoint": endpoint,
        "traffic": {one.deployment: one.traffic for one in now},
        "models": {one.deployment: one.model_id for one in now},
    }
    lines = [f"{one.label:<42} {one.traffic:>3} %  {one.model_id}" for one in now]
    write_result(document, "\n".join(lines), output)
