"""A `pulumi` of the test's own: a script that notes its command lines and prints what the test prepared."""

from pathlib import Path

from operations.pipeline.pulumi import Pulumi
from operations.programs import Programs


def fake_pulumi(folder: Path, stack: str, output: str = "", code: int = 0) -> Pulumi:
    """Gives Pulumi on a stack whose commands print the output and end with the exit code."""
    binaries = folder / "bin"
    binaries.mkdir()
    (folder / "output").write_text(output)
    for name in ("pulumi", "tunestack"):
        script = binaries / name
        script.write_text(f'#!/bin/sh\necho "{name} $*" >> {folder}/commands\ncat {folder}/output\nexit {code}\n')
        script.chmod(0o755)
    return Pulumi(stack, Programs(folder, {"PATH": f"{binaries}:/usr/bin:/bin"}))


def commands(folder: Path) -> list[str]:
    """Gives the command lines that were run."""
    noted = folder / "commands"
    return noted.read_text().splitlines() if noted.exists() else []
