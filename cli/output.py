"""How commands speak: one result on stdout, everything else on stderr."""

import json
from typing import Any, Literal

import click

OutputFormat = Literal["text", "json"]


def write_document(document: dict[str, Any]) -> None:
    """Writes the one JSON document of a command to stdout."""
    click.echo(json.dumps(document, indent=2, ensure_ascii=False, default=str))


def write_result(document: dict[str, Any], text: str, output: OutputFormat) -> None:
    """Writes the result in the format that was asked for."""
    if output == "json":
        write_document(document)
    else:
        click.echo(text)


def say(line: str) -> None:
    """Tells the user what goes on; on stderr, so that stdout stays the result."""
    click.echo(line, err=True)
