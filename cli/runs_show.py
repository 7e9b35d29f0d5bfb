"""`tunestack runs show`: one run as it is now."""

from typing import TYPE_CHECKING, Any

import click

from cli.options import output_option, stack_option
from cli.output import OutputFormat, write_result

if TYPE_CHECKING:
    from jobs.domain.run_record import RunRecord


@click.command("show", epilog="Example: tunestack runs show xbox-support-0123456789ab --stack phi3-dev")
@click.argument("name")
@stack_option
@click.option(
    "--lines", type=click.IntRange(min=0), default=15, show_default=True, help="Last lines of the log to show."
)
@output_option
def show_command(name: str, stack: str, lines: int, output: OutputFormat) -> None:
    """Show run NAME: state, queue and run time, steps, losses, the last lines of its log, and what was noted of it."""
    from cli.progress_bar import details
    from cli.session import open_run
    from jobs.domain.deadlines import USUAL
    from jobs.services.run_document import progress_section
    from jobs.services.watch import look, silence

    found = open_run(stack, name)
    cloud, record = found.cloud, found.record
    noted = {} if record is None else _noted(record)
    if found.job is None:
        write_result({"name": name, "gone": True, "noted": noted}, f"{name}: not at the service any more", output)
        return
    seen, log, now = look(cloud, name), cloud.runs.log_tail(name, lines) if lines else [], cloud.clock.now()
    silent = silence(seen, record.deadlines if record else USUAL, now)
    document = {"name": name, **progress_section(seen, now), "silent": silent, "noted": noted, "log": log}
    state = f"{name}: {seen.state.value}, {details(seen, now)}" + (f", {silent}" if silent else "")
    write_result(document, "\n".join([state, *_lines(noted), *[f"  | {line}" for line in log]]), output)


def _noted(record: "RunRecord") -> dict[str, Any]:
    return {
        "run": record.run,
        "method": record.method,
        "stack": record.stack,
        "code_version": record.code_version,
        "recipe_sha256": record.recipe_sha256,
        "data_sha256": record.data_sha256,
        "queue_hours": record.deadlines.queue.total_seconds() / 3600,
        "run_hours": record.deadlines.run.total_seconds() / 3600,
        "attempts": [
            {"job": one.job, "by": one.by, "state": one.state.value, "handed_in": one.handed_in, "seen": one.seen}
            for one in record.attempts
        ],
        "deployments": list(record.deployments),
        "evaluation": record.evaluation,
        "report": record.report,
        "passed": record.passed,
    }


def _lines(noted: dict[str, Any]) -> list[str]:
    if not noted:
        return ["  nothing was noted of it: it is from before the ledger, or not made by tunestack"]
    newest = noted["attempts"][-1] if noted["attempts"] else {"by": ""}
    shown = {
        "data": noted["data_sha256"][:12],
        "code": noted["code_version"],
        "by": newest["by"],
        "deployed": ", ".join(noted["deployments"]),
        "report": noted["report"],
        "gate": {True: "passed", False: "not passed", None: ""}[noted["passed"]],
    }
    return [f"  {key}: {value}" for key, value in shown.items() if value]
