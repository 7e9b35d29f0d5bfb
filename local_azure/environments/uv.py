"""uv, the program that installs packages: where it is found and how it is called."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from local_azure.environments.commands import CommandRunner, Report
from local_azure.environments.variables import passed_on


class UvMissingError(Exception):
    """uv is nowhere to be found."""


@dataclass(frozen=True)
class Uv:
    """uv as this project calls it: its own cache, no Python downloads, no progress bars.

    Attributes:
        executable: The program.
        packages: Its cache of packages; on the same file system as what is installed, files are shared with it.
        environ: The environment variables that it gets.
        run: Runs a program.
        report: Takes each line of progress.
    """

    executable: Path
    packages: Path
    environ: Mapping[str, str]
    run: CommandRunner
    report: Report

    async def __call__(self, *arguments: str, variables: Mapping[str, str] | None = None) -> None:
        """Runs uv.

        Args:
            arguments: Its arguments.
            variables: Environment variables for this call alone.

        Raises:
            CommandError: It failed.
        """
        own = {"UV_CACHE_DIR": str(self.packages), "UV_LINK_MODE": "hardlink", "UV_PYTHON_DOWNLOADS": "never"}
        environ = {**self.environ, **own, "UV_NO_PROGRESS": "1", "NO_COLOR": "1", **(variables or {})}
        await self.run([str(self.executable), *arguments], environ, self.report)


def find_uv(given: Path | None, *, cache: Path, environ: Mapping[str, str], run: CommandRunner, report: Report) -> Uv:
    """Returns uv: the executable given, else the project's own, else the one on PATH.

    Args:
        given: An executable, or None to look for one.
        cache: The project's cache folder; the project's own uv lies in ``uv/bin`` beside it.
        environ: The caller's environment variables; only what packages and network need is passed on.
        run: Runs a program.
        report: Takes each line of progress.

    Raises:
        UvMissingError: There is none.
    """
    own = cache.parent / "uv" / "bin" / "uv"
    on_path = shutil.which("uv", path=environ.get("PATH"))
    found = given or (own if own.is_file() else on_path)
    if found is None:
        raise UvMissingError(f"uv is neither at {own} nor on PATH; 'make setup' installs it")
    return Uv(Path(found), cache / "uv", passed_on(environ), run, report)
