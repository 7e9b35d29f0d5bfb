"""Returns the Python of an environment for locked requirements, building it when it isn't cached."""

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from local_azure.environments.build import build_environment
from local_azure.environments.commands import CommandError, CommandRunner, Report, run_command
from local_azure.environments.failure import why_it_failed
from local_azure.environments.file_lock import file_lock
from local_azure.environments.key import EnvironmentKey, key_of
from local_azure.environments.requirements import read_locked
from local_azure.environments.uv import Uv, UvMissingError, find_uv


class EnvironmentBuildError(Exception):
    """An environment couldn't be built; the message names the requirements, the package and the reason."""


async def ensure_environment(
    requirements: Path,
    *,
    cache: Path,
    report: Report,
    uv: Path | None = None,
    environ: Mapping[str, str] | None = None,
    run: CommandRunner = run_command,
) -> Path:
    """Returns the Python executable of an environment that holds exactly the locked requirements.

    A finished environment is found by its content (requirements, Python, platform) and needs neither uv nor a network.
    Two callers at a time build once. What is being built lies beside the finished ones and is moved into place whole.

    Args:
        requirements: The locked requirements: every package pinned, with hashes.
        cache: The project's cache folder: ``environments/`` and ``uv/`` are made in it.
        report: Takes lines of progress.
        uv: The uv executable; default: the project's own, else the one on PATH.
        environ: The caller's environment variables; only what packages and network need is passed on.
        run: Runs uv.

    Raises:
        ValueError: A requirement isn't locked.
        EnvironmentBuildError: uv is missing or couldn't build it.
    """
    python = cached_environment(requirements, cache=cache)
    if python is None:
        key = key_of(read_locked(requirements))
        find = _finding(uv, cache, environ, run, report)
        python = await _made(f"the environment of {requirements}", key, cache, find, locked=True)
    return python


async def ensure_packages(
    requirements: Sequence[str],
    *,
    cache: Path,
    report: Report,
    uv: Path | None = None,
    environ: Mapping[str, str] | None = None,
    run: CommandRunner = run_command,
) -> Path:
    """Returns the Python executable of an environment with some packages and what they need themselves.

    Built once for the same list, as ``ensure_environment`` does it. Packages are taken as wheels alone, so that nothing
    of theirs runs while it is built.

    Args:
        requirements: Names with versions, markers and hashes; no options, files or addresses.
        cache: As of ``ensure_environment``, as are the others.
        report: Takes lines of progress.
        uv: The uv executable.
        environ: The caller's environment variables.
        run: Runs uv.

    Raises:
        EnvironmentBuildError: uv is missing or couldn't build it.
    """
    key = key_of("".join(f"{each}\n" for each in ("# not locked", *requirements)))
    folder = _folder(cache, key)
    if _finished(folder):
        return _python(folder)
    return await _made("the environment", key, cache, _finding(uv, cache, environ, run, report), locked=False)


def cached_environment(requirements: Path, *, cache: Path) -> Path | None:
    """Returns the Python executable of the environment for locked requirements, or None when it isn't built yet.

    Args:
        requirements: The locked requirements.
        cache: The project's cache folder.

    Raises:
        ValueError: A requirement isn't locked.
    """
    folder = _folder(cache, key_of(read_locked(requirements)))
    return _python(folder) if _finished(folder) else None


def _folder(cache: Path, key: EnvironmentKey) -> Path:
    return cache / "environments" / key.digest()


def _python(folder: Path) -> Path:
    return folder / "bin" / "python"


def _finished(folder: Path) -> bool:
    return (folder / "environment.json").is_file()


def _finding(
    uv: Path | None, cache: Path, environ: Mapping[str, str] | None, run: CommandRunner, report: Report
) -> Callable[[], Uv]:
    variables = os.environ if environ is None else environ
    return partial(find_uv, uv, cache=cache, environ=variables, run=run, report=report)


async def _made(what: str, key: EnvironmentKey, cache: Path, find: Callable[[], Uv], *, locked: bool) -> Path:
    try:
        return await _build_once(find(), cache, key, locked=locked)
    except UvMissingError as error:
        raise EnvironmentBuildError(f"{what} can't be built: {error}") from error
    except CommandError as error:
        raise EnvironmentBuildError(f"{what} can't be built: {why_it_failed(error)}") from error


async def _build_once(uv: Uv, cache: Path, key: EnvironmentKey, *, locked: bool) -> Path:
    folder = _folder(cache, key)
    lock = folder.with_suffix(".lock")
    async with file_lock(lock, waiting=lambda: uv.report(f"waiting for another build of environment {folder.name}")):
        if not _finished(folder):
            await _build(uv, folder, key, locked=locked)
    return _python(folder)


async def _build(uv: Uv, folder: Path, key: EnvironmentKey, *, locked: bool) -> None:
    temporary = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", suffix=".partial", dir=folder.parent))
    made = temporary / "environment"
    uv.report(f"building environment {folder.name}")
    try:
        await build_environment(uv, made, key.requirements, locked=locked)
        facts = {"python": key.python, "platform": key.platform, "builder": key.builder}
        (made / "environment.json").write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
        made.rename(folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    uv.report(f"environment {folder.name} is ready")
