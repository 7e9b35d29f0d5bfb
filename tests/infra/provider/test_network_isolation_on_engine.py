"""Through the real engine: a preview that would open a closed network is refused, and allowed only by the setting."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from toolchain.paths import PartMissingError, bin_directory, language_program, pulumi_executable, root

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

PROJECT = """\
name: small
runtime:
  name: python
  options:
    virtualenv: {root}/.venv
plugins:
  providers:
    - name: tunestack
      path: {root}/infra/provider
"""
PROGRAM = """\
from infra.network_isolation import NetworkIsolation

NetworkIsolation("network-isolation", isolation="{isolation}", allow_replace={allow_replace})
"""


class Stack:
    """A stack of that one resource, with its state and home in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        (folder / "state").mkdir()
        (folder / "Pulumi.yaml").write_text(PROJECT.format(root=root()))
        self._environment: Mapping[str, str] = {
            **os.environ,
            "PATH": os.pathsep.join((str(bin_directory(root())), os.environ["PATH"])),
            "PULUMI_HOME": str(folder / "home"),
            "PULUMI_BACKEND_URL": f"file://{folder / 'state'}",
            "PULUMI_CONFIG_PASSPHRASE": "small",  # pragma: allowlist secret
            "PULUMI_SKIP_UPDATE_CHECK": "true",
        }

    def declare(self, isolation: str, *, allow_replace: bool = False) -> None:
        """Writes the program."""
        text = PROGRAM.format(isolation=isolation, allow_replace=allow_replace)
        (self._folder / "__main__.py").write_text(text)

    def run(self, *arguments: str) -> tuple[int, str]:
        """Runs a pulumi command and returns its exit code and what it printed."""
        done = subprocess.run(
            [str(pulumi_executable(root())), *arguments, "--non-interactive", "--color", "never"],
            cwd=self._folder,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout


@pytest.fixture
def stack(tmp_path: Path) -> Stack:
    """A stack whose network is closed."""
    try:
        pulumi_executable(root()), language_program(root())
    except PartMissingError as error:
        pytest.skip(f"it was not tried with the real engine: {error}")
    made = Stack(tmp_path)
    made.declare("AllowOnlyApprovedOutbound")
    for command in (("stack", "init", "dev"), ("up", "--yes", "--skip-preview")):
        code, printed = made.run(*command)
        assert code == 0, printed
    return made


def test_opening_is_refused_by_the_preview_and_allowed_by_the_setting(stack: Stack) -> None:
    stack.declare("Disabled")
    code, printed = stack.run("preview")
    assert code != 0
    assert "tunestack:network.profile is public" in printed
    assert "tunestack:network.allow_replace" in printed

    stack.declare("Disabled", allow_replace=True)
    code, printed = stack.run("up", "--yes", "--skip-preview")
    assert code == 0, printed
    assert "~ 1 updated" in printed
