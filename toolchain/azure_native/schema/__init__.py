"""The schema of the package for the table's types; made by a process of its own, for that imports the whole SDK."""

import subprocess
import sys

from toolchain.azure_native.errors import ProviderError

SECONDS = 300  # some seconds, on a machine with other work to do


def package_schema() -> str:
    """Gives the schema as JSON.

    Raises:
        ProviderError: it could not be made.
    """
    done = subprocess.run(
        [sys.executable, "-I", "-m", "toolchain.azure_native.schema"],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    if done.returncode != 0:
        raise ProviderError(f"the schema could not be read off the installed SDK: {done.stderr.strip()}")
    return done.stdout
