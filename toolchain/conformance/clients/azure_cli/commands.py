"""azure-cli as people use it: the commands of commands.yaml, each a process of its own."""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import yaml
from recorded_calls import uncounted
from setting import SUBSCRIPTION, TENANT, Command, holds

AZ = (sys.executable, "-m", "azure.cli")
QUIET = {
    "AZURE_CORE_COLLECT_TELEMETRY": "false",
    "AZURE_CORE_NO_COLOR": "true",
    "AZURE_CORE_ONLY_SHOW_ERRORS": "true",
    "AZURE_EXTENSION_USE_DYNAMIC_INSTALL": "no",
}


def commands() -> Iterator[Command]:
    """Signs in as the service principal of the environment, then runs what the file lists, in its order."""
    secret = ("--username", os.environ["AZURE_CLIENT_ID"], "--password", os.environ["AZURE_CLIENT_SECRET"])
    yield "login", lambda: _az("login", "--service-principal", *secret, "--tenant", TENANT)
    listed: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("commands.yaml").read_text(encoding="utf-8"))
    for each in listed:
        yield each["az"], lambda each=each: _run(each)


def _run(each: dict[str, Any]) -> None:
    given = each["az"].replace("SUBSCRIPTION", SUBSCRIPTION).replace("FOLDER", str(Path(__file__).parent))
    arguments = shlex.split(given)
    # `az rest` sends whatever it is given: that it is answered says nothing of how Azure is asked.
    with uncounted() if arguments[0] == "rest" else nullcontext():
        answer = _az(*arguments)
    if "answers" in each:
        holds(answer, each["answers"])


def _az(*arguments: str) -> object:
    finished = subprocess.run(
        [*AZ, *arguments, "--output", "json"],
        env={**os.environ, **QUIET},
        capture_output=True,
        text=True,
        check=False,
    )
    if finished.returncode:
        raise RuntimeError(f"exit code {finished.returncode}: {finished.stderr.strip()}")
    return json.loads(finished.stdout) if finished.stdout.strip() else None
