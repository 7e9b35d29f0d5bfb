"""Serves the engine over gRPC on loopback until it is told to stop, then ends at once with all that it started."""

import os
import select
import signal
import sys
from concurrent.futures import ThreadPoolExecutor

import grpc
from pulumi.runtime.proto import language_pb2_grpc

from toolchain.language_host.children import Children
from toolchain.language_host.servicer import LanguageHost
from toolchain.paths import language_program, root

WORKERS = 32  # a program, and each policy pack or plugin, keeps one for as long as it runs
MESSAGE_BYTES = 400 * 1024 * 1024  # what the engine itself allows
ANSWER_SECONDS = 0.2  # for answers under way to get out
LOOK_FOR_ENGINE_SECONDS = 1.0


def serve(engine_address: str) -> None:
    """Print the port and serve until Cancel, SIGINT, SIGTERM, or until the process that started this one is gone.

    Args:
        engine_address: where programs reach the engine, `host:port`.

    Raises:
        PartMissingError: the program runner isn't there.
    """
    engine_process = os.getppid()
    stopped, stop = os.pipe()  # a pipe, as a signal handler may not take locks

    def end() -> None:
        os.write(stop, b".")

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: end())
    children = Children()
    host = LanguageHost(
        engine_address=engine_address,
        runner=language_program(root()),
        children=children,
        stop=end,
    )
    server = grpc.server(
        ThreadPoolExecutor(WORKERS),
        options=[("grpc.max_receive_message_length", MESSAGE_BYTES), ("grpc.max_send_message_length", MESSAGE_BYTES)],
    )
    language_pb2_grpc.add_LanguageRuntimeServicer_to_server(host, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    while not select.select([stopped], [], [], LOOK_FOR_ENGINE_SECONDS)[0] and os.getppid() == engine_process:
        pass
    children.stop()
    server.stop(ANSWER_SECONDS).wait()
