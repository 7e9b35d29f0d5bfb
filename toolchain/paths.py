"""Where the parts of the toolchain lie inside the clone, each checked to be there.

Everything is under `.tunestack/` and `.venv/` (both ignored by git); `make setup` puts it there.
"""

from pathlib import Path


class PartMissingError(RuntimeError):
    """A part of the toolchain isn't there; the message names it and the command that makes it."""


def root() -> Path:
    """The clone's folder: the one with pyproject.toml."""
    return Path(__file__).resolve().parents[1]


def tools_directory(root: Path) -> Path:
    """The folder that holds every tool, cache and local instance of this clone; it need not exist yet."""
    return root / ".tunestack"


def bin_directory(root: Path) -> Path:
    """The folder to put on PATH: `pulumi` and its language host.

    Raises:
        PartMissingError: the Pulumi CLI isn't there.
    """
    return pulumi_executable(root).parent


def pulumi_executable(root: Path) -> Path:
    """The Pulumi CLI.

    Raises:
        PartMissingError: it isn't there.
    """
    return _present("the Pulumi CLI", tools_directory(root) / "bin" / "pulumi")


def language_program(root: Path) -> Path:
    """`pulumi-language-python-exec`: the script inside which the language host runs a Pulumi program.

    Raises:
        PartMissingError: it isn't there.
    """
    return _present("Pulumi's program runner", tools_directory(root) / "bin" / "pulumi-language-python-exec")


def stand_in_directory(root: Path) -> Path:
    """The folder to put on PATH when no official azure-native plugin is installed.

    Raises:
        PartMissingError: the provider stand-in isn't there.
    """
    return _present("the provider stand-in", tools_directory(root) / "stand-in" / "pulumi-resource-azure-native").parent


def node_executable(root: Path) -> Path:
    """Node.js, which Azurite runs on.

    Raises:
        PartMissingError: it isn't there.
    """
    return _present("Node.js", tools_directory(root) / "node" / "bin" / "node")


def azurite_script(root: Path, service: str = "blob") -> Path:
    """The script that `node_executable` starts one of Azurite's services with.

    Args:
        root: the clone's folder.
        service: `blob`, `queue` or `table`.

    Raises:
        PartMissingError: Azurite, or that service of it, isn't there.
    """
    package = tools_directory(root) / "azurite" / "node_modules" / "azurite"
    return _present(f"Azurite's {service} service", package / "dist" / "src" / service / "main.js")


def uv_executable(root: Path) -> Path:
    """uv, which makes Python environments from locked requirements.

    Raises:
        PartMissingError: it isn't there.
    """
    return _present("uv", tools_directory(root) / "uv" / "bin" / "uv")


def environment_python(root: Path) -> Path:
    """The interpreter of the project's own environment.

    Raises:
        PartMissingError: the environment isn't there.
    """
    return _present("the project's Python environment", root / ".venv" / "bin" / "python")


def _present(name: str, path: Path) -> Path:
    if not path.exists():
        raise PartMissingError(f"{name} is missing: there is no {path}. Run `make setup` in {path_of_clone(path)}.")
    return path


def path_of_clone(path: Path) -> Path:
    """The clone that a path inside `.tunestack/` or `.venv/` belongs to."""
    return next(
        (parent.parent for parent in path.parents if parent.name in {".tunestack", ".venv"}),
        path.parent,
    )
