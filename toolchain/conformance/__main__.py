"""`python -m toolchain.conformance`: Azure's own clients against the local Azure, stacks' bodies against schemas."""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from operations.programs import ProgramError
from toolchain.conformance.client import ClientResult, clients
from toolchain.conformance.published import Published, published
from toolchain.conformance.run_clients import ClientEnvironmentError, run_clients
from toolchain.paths import root
from toolchain.stack_runs.project import stack_names
from toolchain.stack_runs.run import run_stack

NOT_THERE = (
    "conformance: {folder} has no index.json, so bodies are not checked. It takes JSON Schemas made from "
    "Azure/bicep-types-az, one a resource type and API version, and an index of them; name a folder with --schemas"
)


def main() -> int:
    """Runs the clients and checks the stacks; writes build/conformance.json; 0 when every command and body passes."""
    parser = argparse.ArgumentParser(prog="python -m toolchain.conformance", description=__doc__)
    parser.add_argument("stacks", nargs="*", help="stacks to bring up; all that are shipped when none is named")
    parser.add_argument("--client", action="append", dest="clients", help="run this client alone; repeatable")
    parser.add_argument("--schemas", type=Path, default=root().parent / "shared" / "arm", help="the schemas' folder")
    arguments = parser.parse_args()
    known = published(arguments.schemas)
    if known is None:
        click.echo(NOT_THERE.format(folder=arguments.schemas), err=True)
    try:
        ran = _ran(arguments.clients)
        schemas = _checked(arguments.stacks or stack_names(root()), known) if known else _unchecked()
    except (ProgramError, ClientEnvironmentError) as error:
        click.echo(f"conformance: {error}", err=True)
        return 1
    file = root() / "build" / "conformance.json"
    file.parent.mkdir(exist_ok=True)
    document = {"clients": [each.document() for each in ran], "schemas": schemas}
    file.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    click.echo(f"conformance: {schemas['valid']} of {schemas['bodies']} bodies valid; {file}")
    return 1 if schemas["invalid"] or any(each.failed for each in ran) else 0


def _ran(names: Sequence[str] | None) -> list[ClientResult]:
    chosen = [client for client in clients() if not names or client.distribution in names]
    with tempfile.TemporaryDirectory(prefix="tunestack-conformance-") as folder:
        return list(run_clients(root(), Path(folder), chosen, lambda line: click.echo(f"conformance: {line}")))


def _checked(stacks: Sequence[str], known: Published) -> dict[str, Any]:
    bodies = 0
    invalid: list[dict[str, Any]] = []
    unchecked: list[dict[str, str]] = []
    for stack in stacks:
        with tempfile.TemporaryDirectory(prefix="tunestack-conformance-") as folder:
            sent = run_stack(root(), Path(folder), stack).bodies
        recorded = [one for one in sent if known.knows(one["type"])]
        unchecked += [{"stack": stack, "id": one["id"]} for one in sent if not known.knows(one["type"])]
        found = [{"stack": stack, "id": one["id"], "errors": known.errors(one)} for one in recorded]
        wrong = [one for one in found if one["errors"]]
        bodies, invalid = bodies + len(recorded), invalid + wrong
        click.echo(f"conformance: {stack}: {len(recorded) - len(wrong)} of {len(recorded)} bodies valid")
        for one in wrong:
            click.echo(f"  INVALID {one['id']}: {one['errors'][0]}", err=True)
    for one in unchecked:
        click.echo(f"conformance: {one['stack']}: no schema is published of {one['id']}")
    return {
        "bodies": bodies,
        "valid": bodies - len(invalid),
        "invalid": invalid,
        "unchecked": unchecked,
        "source": known.source,
    }


def _unchecked() -> dict[str, Any]:
    return {"bodies": 0, "valid": 0, "invalid": [], "unchecked": [], "source": None}


if __name__ == "__main__":
    sys.exit(main())
