"""Scans files for secrets: anything that the baseline doesn't hold, wherever it has moved since, fails the check.

A finding that is none, having been looked at, is taken into the baseline with
`git ls-files -z | xargs -0 .venv/bin/detect-secrets scan --baseline .secrets.baseline`.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from toolchain.paths import root

BASELINE = ".secrets.baseline"
LINES_MOVED = 3  # detect-secrets 1.5: nothing new, but the baseline's line numbers are out of date


def scan(clone: Path, files: list[str]) -> int:
    """Scan files against a copy of the baseline, which the scanner rewrites when lines have moved.

    Args:
        clone: the clone's folder.
        files: relative to it.

    Returns:
        0 when there is nothing new, else the scanner's exit code; it has named each finding on standard output.
    """
    with tempfile.TemporaryDirectory() as folder:
        baseline = shutil.copy(clone / BASELINE, Path(folder) / BASELINE)
        command = [clone / ".venv" / "bin" / "detect-secrets-hook", "--baseline", baseline, *files]
        code = subprocess.run(command, cwd=clone, check=False).returncode
    return 0 if code == LINES_MOVED else code


if __name__ == "__main__":
    sys.exit(scan(root(), sys.argv[1:]))
