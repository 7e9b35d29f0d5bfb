"""Runs a client's commands inside its own environment, one after the other, and prints a line of JSON for each."""

import json
import sys
from collections.abc import Iterator
from importlib.metadata import version
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from recorded_calls import take


def main(client: str, distribution: str) -> None:
    """Prints the distribution's version, then each command's name, what went wrong or null, and what it called."""
    told, sys.stdout = sys.stdout, sys.stderr  # some clients tell of their progress, which isn't JSON
    print(json.dumps({"version": version(distribution)}), file=told, flush=True)
    for name, call in _commands(Path(__file__).parent / client / "commands.py"):
        error = _error(call)
        print(json.dumps({"command": name, "error": error, "calls": take()}), file=told, flush=True)


def _commands(file: Path) -> Iterator[tuple[str, object]]:
    sys.path.insert(0, str(file.parent))
    spec = spec_from_file_location("commands", file)  # by its path: a client's folder may be called as its package is
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.commands()


def _error(call: object) -> str | None:
    try:
        call()  # type: ignore[operator]
    except Exception as error:  # noqa: BLE001 -- whatever a client raises is what this is to find out
        return f"{type(error).__name__}: {error}"[:2000]
    return None


if __name__ == "__main__":
    main(*sys.argv[1:3])
