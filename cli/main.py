"""The tunestack command: its table of commands, and the one place where errors become exit codes."""

import os
import sys
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import click

from cli.lazy_group import Lazy, LazyGroup
from cli.output import write_document
from jobs.domain.errors import ExitCode, TunestackError

EXAMPLE = "Example: tunestack run jobs/recipes/xbox-support.yaml --stack phi3-dev"

tunestack = LazyGroup(
    "tunestack",
    {
        "local": Lazy("cli.local:local", "The local Azure: start, stop, status, reset, snapshot, faults, env, exec."),
        "doctor": Lazy("cli.doctor:doctor", "What would fail in `pulumi up`, looked up before anything is created."),
        "data": Lazy("cli.data:data", "Training data: validate, clean, convert, split, download, upload."),
        "run": Lazy("cli.run:run", "Validate, upload, fine-tune, deploy, evaluate, gate, compare, report."),
        "runs": Lazy("cli.runs:runs", "Runs: list, show, watch, cancel, pause, resume, clone."),
        "models": Lazy("cli.models:models", "Tuned models: list, delete."),
        "deploy": Lazy("cli.deploy:deploy", "Deploy a run's tuned model and its base."),
        "deployments": Lazy("cli.deployments:deployments", "What is deployed, with its price: list, delete."),
        "traffic": Lazy("cli.traffic:traffic", "Divide an endpoint's requests between blue and green, or roll back."),
        "evaluate": Lazy("cli.evaluate:evaluate", "Ask base and tuned model unseen prompts; compare the answers."),
        "compare": Lazy("cli.compare:compare", "Answers of base and tuned model side by side."),
        "chat": Lazy("cli.chat:chat", "Talk with a deployed model."),
        "report": Lazy("cli.report:report", "Write a run's HTML report."),
        "promptflow": Lazy("cli.promptflow:promptflow", "The deployed model in a flow: test, batch, serve."),
    },
    summary="Azure AI for fine-tuning, from chat data to a deployed and compared model.",
    epilog=EXAMPLE,
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line and ends the process with its exit code."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Runs the command line and returns the exit code.

    Errors that a user can act on are written to stderr in two lines, what happened and what to do; with
    `--output json` stdout has them as a document too. Everything else is a fault of ours, with its traceback.
    """
    try:
        result = tunestack.main(list(arguments), prog_name="tunestack", standalone_mode=False)
    except TunestackError as error:
        return _report(arguments, error.exit_code, str(error), error.fix)
    except click.ClickException as error:
        error.show()
        return _report(arguments, ExitCode.USAGE, None, "")
    except (KeyboardInterrupt, click.Abort):
        return _report(arguments, ExitCode.INTERRUPTED, "interrupted", "")
    except BrokenPipeError:  # the reader of our output has gone, for example `| head`
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123
        return ExitCode.CLOUD
    return result if isinstance(result, int) else ExitCode.DONE


def _report(arguments: Sequence[str], code: ExitCode, message: str | None, fix: str) -> int:
    if message is not None:
        click.echo(f"Error: {message}", err=True)
    if fix:
        click.echo(f"  {fix}", err=True)
    if message is not None and _wants_json(arguments):
        document: dict[str, Any] = {"error": {"exit_code": int(code), "message": message, "fix": fix}}
        write_document(document)
    return code


def _wants_json(arguments: Sequence[str]) -> bool:
    return "--output=json" in arguments or any(pair == ("--output", "json") for pair in pairwise(arguments))
