"""Serves the engine over gRPC on loopback until it is told to stop."""

import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Thread

import grpc
from pulumi.runtime.proto import provider_pb2_grpc

from toolchain.azure_native.clock import StoppableClock
from toolchain.azure_native.engine_log import EngineLog
from toolchain.azure_native.servicer import AzureNative

WORKERS = 96  # one for each call under way; the engine's own default is 4 calls a core
MESSAGE_BYTES = 400 * 1024 * 1024  # what the engine itself allows
ANSWER_SECONDS = 0.2  # for the answer to the last call to get out


def serve(engine_address: str) -> None:
    """Print the port and serve until SIGINT or SIGTERM; Cancel ends what is under way.

    Args:
        engine_address: where the engine takes warnings, `host:port`; empty for none.
    """
    stopped, stop = os.pipe()  # a pipe, as a signal handler may not take locks
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: os.write(stop, b"."))
    clock = StoppableClock()
    server = grpc.server(
        ThreadPoolExecutor(WORKERS),
        options=[("grpc.max_receive_message_length", MESSAGE_BYTES), ("grpc.max_send_message_length", MESSAGE_BYTES)],
    )
    log = EngineLog(engine_address)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(
        AzureNative(clock=clock, warn=log.warn, stop=clock.stop), server
    )
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    # The HTTP client takes longer to import than all else: the engine needn't wait for it before it has the port.
    Thread(target=_import_ahead, daemon=True).start()
    os.read(stopped, 1)
    clock.stop()
    server.stop(ANSWER_SECONDS).wait()


def _import_ahead() -> None:
    import toolchain.azure_native.connection  # noqa: F401
