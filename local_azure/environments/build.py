"""Builds one environment with uv: a bare one, then torch's CPU build where it can be had, then everything as locked."""

import sys
from pathlib import Path

from local_azure.environments.commands import CommandError
from local_azure.environments.requirements import locked_version, without_cuda
from local_azure.environments.uv import Uv

# Long enough to connect from anywhere, short enough not to be noticed where the host can't be reached.
_CONNECT_SECONDS = "5"


async def build_environment(uv: Uv, folder: Path, requirements: str, *, locked: bool = True) -> None:
    """Makes an environment in a folder that isn't there yet.

    Args:
        uv: Installs the packages.
        folder: Where to; it can be renamed afterwards.
        requirements: Locked requirements, with hashes; or names and versions, what they need themselves left out.
        locked: Which of the two.

    Raises:
        CommandError: uv couldn't do it.
    """
    await uv("venv", "--quiet", "--relocatable", "--python", sys.executable, str(folder))
    torch = locked_version(requirements, "torch")
    if torch is not None and sys.platform == "linux" and await _install_cpu_torch(uv, folder, torch):
        requirements = without_cuda(requirements)
    listed = folder / "requirements.lock"
    listed.write_text(requirements, encoding="utf-8")
    # A lock needs no resolution: it is complete, and with the CPU build in place torch's own requirements differ.
    # Other packages come as wheels alone, since building one runs what its author wrote.
    how = ("--no-deps", "--require-hashes") if locked else ("--only-binary", ":all:")
    # Compiled once here: jobs run without writing into their environment, and would compile torch on every start.
    await uv("pip", "install", *_into(folder), *how, "--compile-bytecode", "--requirement", str(listed))


async def _install_cpu_torch(uv: Uv, folder: Path, version: str) -> bool:
    """Installs torch's official CPU build, a fifth of the download; returns False where it can't be reached.

    No hash can be asked for: that index publishes other files than the registry which the lock was compiled from,
    so the lock has no hash of them. uv checks what it downloads against what that index says of it.
    """
    impatient = {"UV_HTTP_TIMEOUT": _CONNECT_SECONDS, "UV_HTTP_RETRIES": "0"}
    command = ("pip", "install", *_into(folder), "--no-deps", "--torch-backend", "cpu", f"torch=={version}")
    try:
        await uv(*command, variables=impatient)
    except CommandError:
        uv.report(f"torch {version}: its official CPU build can't be had here; taking the registry's package")
        return False
    return True


def _into(folder: Path) -> tuple[str, str]:
    return "--python", str(folder / "bin" / "python")
