"""Which code and which environment made a result: for its lineage."""

import hashlib
import subprocess
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCKS = {"This program": "requirements.lock", "Training": "jobs/training/requirements.lock"}


def code_version(root: Path = ROOT) -> dict[str, str]:
    """The commit (or the installed version, outside of a checkout) and the digests of the locked environments."""
    found = {"Code": _commit(root) or f"tunestack {version('tunestack')}"}
    for name, file in LOCKS.items():
        if (lock := root / file).is_file():
            found[f"{name}'s environment"] = f"{file}, SHA-256 {hashlib.sha256(lock.read_bytes()).hexdigest()}"
    return found


def _commit(root: Path) -> str:
    """The commit that is checked out, and whether files differ from it; empty where there is no git."""
    if not (root / ".git").exists():
        return ""
    commit, changed = _git(root, "rev-parse", "HEAD"), _git(root, "status", "--porcelain", "--untracked-files=no")
    if not commit:
        return ""
    return f"git {commit}" + (f", with changes in {len(changed.splitlines())} files" if changed else "")


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
