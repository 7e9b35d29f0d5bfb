"""`python -m toolchain.check`: format, lint, types, import rules, workflow lint, secret scan; every one each time."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from toolchain.paths import root, tools_directory
from toolchain.setup.command import run as setup


def commands(root: Path, tracked: Sequence[str]) -> dict[str, list[str]]:
    """The checks as command lines, by name.

    Args:
        root: the clone's folder.
        tracked: the files that git knows, relative to it; the secret scan reads these, the workflow lint its own.
    """
    binaries = root / ".venv" / "bin"
    checks = {
        "format": [str(binaries / "ruff"), "format", "--check", "."],
        "lint": [str(binaries / "ruff"), "check", "."],
        "types": [str(binaries / "mypy")],
        "imports": [str(binaries / "lint-imports")],
        "secrets": [str(binaries / "python"), "-m", "toolchain.secret_scan", *tracked],
    }
    workflows = [file for file in tracked if file.startswith(".github/workflows/")]
    if workflows:
        checks["workflows"] = [str(tools_directory(root) / "bin" / "actionlint"), *workflows]
    return checks


def run(checks: dict[str, list[str]], *, execute: Callable[[list[str]], int], report: Callable[[str], None]) -> int:
    """Run every check, whatever the others say.

    Returns:
        0 when all hold, else 1.
    """
    failed = []
    for name, command in checks.items():
        began = time.monotonic()
        if execute(command):
            failed.append(name)
        report(f"check: {name} {'FAILED' if name in failed else 'ok'} ({time.monotonic() - began:.1f} s)")
    report(f"check: {len(checks) - len(failed)} of {len(checks)} hold{': not ' + ', '.join(failed) if failed else ''}")
    return 1 if failed else 0


def main() -> int:
    """Run the checks on this clone; 0 when all hold, 1 when one doesn't, 2 when a tool for them can't be had."""
    clone = root()
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=clone,
        capture_output=True,
        text=True,
        check=True,
    )
    tracked = [file for file in listed.stdout.split("\0") if file and (clone / file).is_file()]
    checks = commands(clone, tracked)
    if "workflows" in checks and setup(["actionlint"]):
        return 2
    environment = {**os.environ, "PATH": f"{clone / '.venv' / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    return run(
        checks,
        execute=lambda command: subprocess.run(command, cwd=clone, env=environment, check=False).returncode,
        report=_report,
    )


def _report(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
