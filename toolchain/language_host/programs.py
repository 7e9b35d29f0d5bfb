"""Runs a Pulumi program: the engine's request as a command line, the program's end as the engine's answer."""

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from pulumi.runtime.proto import language_pb2

from toolchain.language_host.children import Children
from toolchain.language_host.interpreters import Interpreter

# pulumi-language-python-exec ends with this when the program's error has been shown to the user already
# (pulumi sdk v3.230.0, python/cmd/pulumi-language-python-exec).
ERROR_ALREADY_SHOWN = 32


def command_line(
    request: language_pb2.RunRequest, *, interpreter: Interpreter, runner: Path, engine_address: str
) -> list[str]:
    """The command line that runs a program.

    Args:
        request: the engine's request.
        interpreter: the Python to run it with.
        runner: `pulumi-language-python-exec`.
        engine_address: where the program reaches the engine.
    """
    info = request.info
    return [
        *(str(interpreter.executable), "-u", str(runner)),
        *("--monitor", request.monitor_address),
        *("--engine", engine_address),
        *("--project", request.project),
        *("--root_directory", info.root_directory),
        *("--stack", request.stack),
        *("--pwd", request.pwd),
        *("--dry_run", "true" if request.dryRun else "false"),
        *("--parallel", str(request.parallel)),
        *("--organization", request.organization),
        str(Path(info.program_directory) / info.entry_point),
        *request.args,
    ]


def environment_variables(
    request: language_pb2.RunRequest, *, interpreter: Interpreter, inherited: Mapping[str, str]
) -> dict[str, str]:
    """The program's environment variables: what is inherited, its Python's own, and the stack's configuration."""
    return {
        **interpreter.activate(inherited),
        "PULUMI_CONFIG": json.dumps(dict(request.config)),
        "PULUMI_CONFIG_SECRET_KEYS": json.dumps(list(request.configSecretKeys)),
    }


def run_program(
    request: language_pb2.RunRequest,
    *,
    interpreter: Interpreter,
    runner: Path,
    engine_address: str,
    children: Children,
    on_cancel: Callable[[Callable[[], None]], bool],
) -> language_pb2.RunResponse:
    """Run a program to its end, or until the engine lets go of it.

    What it writes goes where this process writes, which the engine shows.

    Args:
        request: the engine's request.
        interpreter: the Python to run it with.
        runner: `pulumi-language-python-exec`.
        engine_address: where the program reaches the engine.
        children: starts the process.
        on_cancel: registers what is to happen when the engine lets go; false when it has let go already.

    Returns:
        Nothing set when the program ended well; `bail` when its error was shown already; else the error.
    """
    started = children.start(
        command_line(request, interpreter=interpreter, runner=runner, engine_address=engine_address),
        environment=environment_variables(request, interpreter=interpreter, inherited=os.environ),
        directory=Path(request.info.program_directory),
    )
    with started as process:
        if not on_cancel(process.terminate):
            process.terminate()
        exit_code = process.wait()
    if exit_code == ERROR_ALREADY_SHOWN:
        return language_pb2.RunResponse(bail=True)
    if exit_code == 0:
        return language_pb2.RunResponse()
    ending = f"was ended by signal {-exit_code}" if exit_code < 0 else f"ended with exit code {exit_code}"
    return language_pb2.RunResponse(error=f"the Python program {request.project} {ending}")
