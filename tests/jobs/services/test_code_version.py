"""Which code and environment made a result."""

import hashlib
import subprocess
from pathlib import Path

from jobs.services.code_version import code_version


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=somebody", "-c", "user.email=somebody@example.invalid", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", "-C", folder, *identity, *arguments], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_a_checkout_is_named_by_its_commit_and_whether_it_was_changed(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    lock = tmp_path / "requirements.lock"
    lock.write_text("one==1\n", encoding="utf-8")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "-m", "first")
    commit = git(tmp_path, "rev-parse", "HEAD")
    found = code_version(tmp_path)
    assert found["Code"] == f"git {commit}"
    assert hashlib.sha256(lock.read_bytes()).hexdigest() in found["This program's environment"]
    lock.write_text("one==2\n", encoding="utf-8")
    assert code_version(tmp_path)["Code"] == f"git {commit}, with changes in 1 files"


def test_outside_of_a_checkout_it_is_the_installed_version(tmp_path: Path) -> None:
    assert code_version(tmp_path)["Code"].startswith("tunestack ")
