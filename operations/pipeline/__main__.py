"""`python -m operations.pipeline STEP --stack STACK`: one step of the pipeline."""

import argparse
import datetime as dt
import os
import sys

import click

from operations.pipeline.destroy import destroy
from operations.pipeline.drift import drift
from operations.pipeline.preview import preview
from operations.pipeline.pulumi import Pulumi, pulumi_on
from operations.pipeline.up import up
from operations.programs import ProgramError


def main() -> int:
    """Runs a step and returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m operations.pipeline", description=__doc__)
    parser.add_argument("step", choices=["preview", "up", "drift", "destroy"])
    parser.add_argument("--stack", required=True, help="such as platform-dev")
    parser.add_argument("--confirm", default="", help="destroy: the stack's name once more")
    arguments = parser.parse_args()
    if not arguments.stack:
        parser.error("name a stack: make preview STACK=platform-dev")
    try:
        today = dt.datetime.now(dt.UTC).date()
        return _run(arguments.step, pulumi_on(arguments.stack, today=today), arguments.confirm)
    except ProgramError as error:
        click.echo(f"{arguments.step}: {error}", err=True)
        return max(error.code, 1)


def _run(step: str, pulumi: Pulumi, confirmed: str) -> int:
    if step != "destroy" or confirmed == pulumi.stack:
        pulumi.select(os.environ.get("PULUMI_SECRETS_PROVIDER", "default"))
    if step == "destroy":
        return destroy(pulumi, confirmed)
    return {"preview": preview, "up": up, "drift": drift}[step](pulumi)


if __name__ == "__main__":
    sys.exit(main())
