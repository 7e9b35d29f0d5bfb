"""Runs plugins and policy packs written in Python, passing on what they write as it comes, and their exit code."""

import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import IO

from pulumi.runtime.proto import language_pb2

from toolchain.language_host.children import Children
from toolchain.language_host.interpreters import Interpreter

CHUNK_BYTES = 4096
POLICY_PACK = "analyzer"


def command_line(request: language_pb2.RunPluginRequest, interpreter: Interpreter) -> list[str]:
    """The command line for a plugin, or for a policy pack, whose runner wants the pack's folder after the arguments."""
    folder = request.info.program_directory
    python = [str(interpreter.executable), "-u"]
    if request.kind == POLICY_PACK:
        # -P: a pack is started in the program's folder, whose modules must not stand before Python's own.
        return [*python, "-P", "-m", "pulumi.policy", *request.args, folder]
    return [*python, "-m", "pulumi.run.plugin", folder, *request.args]


def run_plugin(
    request: language_pb2.RunPluginRequest,
    *,
    interpreter: Interpreter,
    inherited: Mapping[str, str],
    children: Children,
    on_cancel: Callable[[Callable[[], None]], bool],
) -> Iterator[language_pb2.RunPluginResponse]:
    """Run a plugin until it ends or the engine lets go of it.

    Args:
        request: the engine's request.
        interpreter: the Python to run it with.
        inherited: environment variables; those of the request are added.
        children: starts the process.
        on_cancel: registers what is to happen when the engine lets go; false when it has let go already.

    Yields:
        Pieces of its standard output and error as they come, then its exit code.
    """
    environment = {**inherited, **dict(variable.split("=", 1) for variable in request.env)}
    started = children.start(
        command_line(request, interpreter),
        environment=interpreter.activate(environment),
        directory=Path(request.pwd or request.info.program_directory),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with started as process:
        if not on_cancel(process.terminate):
            process.terminate()
        yield from _output(process)
        yield language_pb2.RunPluginResponse(exitcode=process.wait())


def _output(process: subprocess.Popen[bytes]) -> Iterator[language_pb2.RunPluginResponse]:
    pieces: SimpleQueue[language_pb2.RunPluginResponse | None] = SimpleQueue()

    def pump(stream: IO[bytes], wrap: Callable[[bytes], language_pb2.RunPluginResponse]) -> None:
        with stream:
            while piece := stream.read1(CHUNK_BYTES):  # type: ignore[attr-defined] # a pipe is a BufferedReader
                pieces.put(wrap(piece))
        pieces.put(None)

    streams = [
        (process.stdout, lambda piece: language_pb2.RunPluginResponse(stdout=piece)),
        (process.stderr, lambda piece: language_pb2.RunPluginResponse(stderr=piece)),
    ]
    for stream, wrap in streams:
        if stream is not None:
            Thread(target=pump, args=(stream, wrap), daemon=True).start()
    for _ in streams:
        while (piece := pieces.get()) is not None:
            yield piece
