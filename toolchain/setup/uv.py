"""uv: the machine's own when recent enough, else the pinned one, installed with pip into a private environment."""

from collections.abc import Callable, Mapping
from pathlib import Path

from toolchain.setup.errors import CommandError, SetupError
from toolchain.setup.machine import Machine
from toolchain.setup.parts import Part, ensure, fingerprint, identity, remove
from toolchain.setup.versions import OLDEST_UV, recent_enough

REQUIREMENTS = "toolchain/requirements/uv.txt"
UNREACHABLE = (
    "connect to the package index (a mirror: set UV_DEFAULT_INDEX; a proxy: HTTPS_PROXY; own certificates: "
    "SSL_CERT_FILE), then run `make setup` again"
)


def run_uv(
    root: Path, machine: Machine, part: str, *arguments: str | Path, on_line: Callable[[str], None] | None = None
) -> None:
    """Run uv with everything it writes kept inside the clone.

    Args:
        root: the clone's folder.
        machine: the machine.
        part: what it is run for, as an error names it.
        arguments: uv's arguments.
        on_line: takes each line that uv writes.

    Raises:
        SetupError: uv can't be had, or failed.
    """
    executable = ensure(UV, root, machine) / "bin" / "uv"
    try:
        machine.run(
            [executable, *arguments], environment=uv_environment(root, machine), directory=root, on_line=on_line
        )
    except CommandError as error:
        raise SetupError(part, str(error), UNREACHABLE) from error


def uv_environment(root: Path, machine: Machine) -> Mapping[str, str]:
    """The environment that keeps uv inside the clone: no configuration, cache or Python of the user's home."""
    tools = root / ".tunestack"
    inherited = {name: value for name, value in machine.environment.items() if name != "VIRTUAL_ENV"}
    return {
        **inherited,
        "UV_CACHE_DIR": str(tools / "cache" / "uv"),
        "UV_TOOL_DIR": str(tools / "uv-tools"),
        "UV_PYTHON_INSTALL_DIR": str(tools / "uv-python"),
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_NO_CONFIG": "1",
        "UV_SYSTEM_CERTS": "true",
        "UV_NO_PROGRESS": "1",
    }


def _made_from(root: Path, machine: Machine) -> str:
    return fingerprint(identity(machine.which("uv")), files=[root / REQUIREMENTS])


def _make(root: Path, machine: Machine, folder: Path) -> None:
    own = machine.which("uv")
    if own is not None and recent_enough(machine, own, ("--version",), OLDEST_UV):
        (folder / "bin").mkdir()
        (folder / "bin" / "uv").symlink_to(own)
        return
    _install(root, machine, folder)


def _install(root: Path, machine: Machine, folder: Path) -> None:
    missing = [name for name in ("venv", "ensurepip") if not machine.has_module(name)]
    if missing:
        raise SetupError(
            "uv",
            f"there is no uv on PATH, and {machine.python} lacks {' and '.join(missing)}, which installing it needs",
            "install that part of Python (Debian, Ubuntu: apt install python3-venv), or put uv on PATH",
        )
    machine.report("uv: none on PATH that is recent enough, installing the pinned one")
    bootstrap = root / ".tunestack" / "bootstrap"
    remove(bootstrap)
    environment = {
        **machine.environment,
        "PIP_CACHE_DIR": str(root / ".tunestack" / "cache" / "pip"),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }
    install: list[str | Path] = [
        "-m",
        "pip",
        "install",
        "--no-deps",
        "--require-hashes",
        "--only-binary=:all:",
        "--target",
        folder,
    ]
    try:
        machine.run([machine.python, "-m", "venv", bootstrap], environment=environment)
        machine.run([bootstrap / "bin" / "python", *install, "-r", root / REQUIREMENTS], environment=environment)
    except CommandError as error:
        raise SetupError("uv", str(error), UNREACHABLE.replace("UV_DEFAULT_INDEX", "PIP_INDEX_URL")) from error
    remove(bootstrap)


UV = Part(name="uv", folder=".tunestack/uv", made_from=_made_from, make=_make, holds=("bin/uv",))
