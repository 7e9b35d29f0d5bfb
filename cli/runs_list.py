"""`tunestack runs list`: all runs of a stack."""

from typing import TYPE_CHECKING, Any

import click

from cli.options import output_option, stack_option
from cli.output import OutputFormat, write_result

if TYPE_CHECKING:
    from jobs.services.runs_overview import Overview


@click.command("list", epilog="Example: tunestack runs list --stack phi3-dev --output json")
@stack_option
@output_option
def list_command(stack: str, output: OutputFormat) -> None:
    """List the runs of the stack, newest first; one that runs and shows nothing any more is called silent."""
    from cli.session import open_parts
    from jobs.services.runs_overview import overview

    found = [one for outputs, cloud in open_parts(stack) for one in overview(cloud, outputs.method)]
    runs = sorted((_row(one) for one in found), key=lambda run: run["submitted"] or "", reverse=True)
    lines = [_line(run) for run in runs]
    write_result({"runs": runs}, "\n".join(lines) or "no runs", output)


def _row(run: "Overview") -> dict[str, Any]:
    return {
        "name": run.name,
        "method": run.method,
        "state": run.state.value,
        "submitted": run.submitted and run.submitted.isoformat(),
        "recipe": run.recipe,
        "tuned_model": run.tuned_model,
        "by": run.by,
        "silent": run.silent,
        "deployments": list(run.deployments),
        "passed": run.passed,
        "gone": run.gone,
    }


def _line(run: dict[str, Any]) -> str:
    verdict = {True: "passed its gate", False: "didn't pass its gate", None: ""}[run["passed"]]
    notes = [run["silent"], verdict, "not at the service any more" if run["gone"] else ""]
    told = ", ".join(note for note in notes if note)
    line = f"{run['state']:<12} {run['method']:<10} {run['submitted'] or '':<33} {run['name']}"
    return f"{line}  ({told})" if told else line
