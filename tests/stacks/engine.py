"""A shipped stack, changed where a test wants it, run by the real engine against a local Azure in this process."""

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from local_azure.environment import client_environment
from tests.local_azure.running import LocalAzure
from tests.toolchain.azure_native.engine import inherited
from toolchain.paths import root
from toolchain.stack_runs.project import write_project


@dataclass(frozen=True)
class StackOnEngine:
    """A copy of one shipped stack.

    Attributes:
        azure: The local Azure.
        folder: Where its project is.
        stack: The stack's name.
    """

    azure: LocalAzure
    folder: Path
    stack: str

    def make(self) -> None:
        """Makes the project and the stack."""
        write_project(root(), self.folder, self.stack)
        assert self.run("stack", "init", self.stack)[0] == 0

    def set(self, changes: Mapping[str, Any]) -> None:
        """Changes settings."""
        file = self.folder / "stacks" / f"Pulumi.{self.stack}.yaml"
        document = yaml.safe_load(file.read_text(encoding="utf-8"))
        document["config"] |= {f"tunestack:{name}": value for name, value in changes.items()}
        file.write_text(yaml.safe_dump(document), encoding="utf-8")

    def up(self) -> str:
        """Brings the stack up, without preview, and returns what was printed."""
        code, printed = self.run("up", "--yes", "--skip-preview")
        assert code == 0, printed
        return printed

    def run(self, *arguments: str) -> tuple[int, str]:
        """Runs a pulumi command and returns its exit code and what it printed."""
        environment = client_environment(
            self.azure.directory, root=root(), instance=self.azure.instance, inherited=inherited()
        )
        done = subprocess.run(
            ["pulumi", *arguments, "--non-interactive", "--color", "never"],
            cwd=self.folder,
            env=environment.applied_to(inherited()),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout
