"""A Pulumi project of a few lines, run by the real engine through the real provider process."""

import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolchain.paths import root

SECONDS = 600  # for one command, on a machine with other work to do

PROJECT = """\
name: small
runtime:
  name: python
  options:
    virtualenv: {environment}
"""


@dataclass(frozen=True)
class Engine:
    """A project in a folder, with one stack.

    Attributes:
        folder: where its program is.
        environment: variables that point it at a local Azure.
    """

    folder: Path
    environment: Mapping[str, str]

    def make(self, stack: str) -> None:
        """Makes the project and its stack."""
        (self.folder / "Pulumi.yaml").write_text(PROJECT.format(environment=root() / ".venv"))
        self.run("stack", "init", stack)

    def program(self, text: str) -> None:
        """Writes the program."""
        (self.folder / "__main__.py").write_text(text)

    def run(self, *arguments: str) -> str:
        """Runs a pulumi command and returns what it printed; fails the test with that when it fails."""
        done = subprocess.run(
            ["pulumi", *arguments, "--non-interactive"],
            cwd=self.folder,
            env=dict(self.environment) | {"TUNESTACK_CLOCK_SPEED": "50"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stdout
        return done.stdout

    def up(self) -> str:
        """Deploys without a preview."""
        return self.run("up", "--yes", "--skip-preview")

    def state(self) -> str:
        """The stack's state as it is stored: secrets encrypted."""
        return self.run("stack", "export")

    def resources(self, token: str) -> list[dict[str, Any]]:
        """The resources of a type in the state."""
        found = json.loads(self.state())["deployment"].get("resources", [])
        return [resource for resource in found if resource["type"] == f"azure-native:{token}"]


def inherited() -> Mapping[str, str]:
    """This process' own environment."""
    return os.environ
