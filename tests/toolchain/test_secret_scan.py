"""A secret that the baseline doesn't hold fails the scan; the baseline itself is never rewritten."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from toolchain.secret_scan import BASELINE, scan

KEY = "AKIA" + "QYLPMN5HHHFPZAM2"  # in two pieces, so that this file isn't a finding itself


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone with an empty baseline and this environment's scanner."""
    (tmp_path / ".venv").symlink_to(sys.prefix)
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    (tmp_path / BASELINE).write_text(_found(tmp_path, "nothing"))
    return tmp_path


def _found(clone: Path, file: str) -> str:
    command = [str(clone / ".venv" / "bin" / "detect-secrets"), "scan", file]
    return subprocess.run(command, cwd=clone, capture_output=True, text=True, check=True).stdout


def test_a_secret_fails_the_scan_and_is_named(clone: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (clone / "settings.py").write_text(f"key = '{KEY}'\n")
    assert scan(clone, ["settings.py"]) == 1
    assert "settings.py:1" in capfd.readouterr().out


def test_clean_files_pass(clone: Path) -> None:
    (clone / "settings.py").write_text("key = None\n")
    assert scan(clone, ["settings.py"]) == 0


def test_a_known_finding_that_moved_passes_and_leaves_the_baseline_alone(clone: Path) -> None:
    (clone / "settings.py").write_text(f"key = '{KEY}'\n")
    known = _found(clone, "settings.py")
    (clone / BASELINE).write_text(known)
    assert json.loads(known)["results"]
    (clone / "settings.py").write_text(f"\n\nkey = '{KEY}'\n")
    assert scan(clone, ["settings.py"]) == 0
    assert (clone / BASELINE).read_text() == known
