"""Starts the provider as the engine expects it: a gRPC server on loopback that prints its port."""

import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor

from infra.provider.protocol import skip_sdk

skip_sdk()

import grpc  # noqa: E402
from pulumi.runtime.proto import provider_pb2_grpc  # noqa: E402

from infra.provider.clock import CancellableClock  # noqa: E402
from infra.provider.engine_log import engine_log  # noqa: E402
from infra.provider.resources import own_resources  # noqa: E402
from infra.provider.servicer import Servicer  # noqa: E402

PARALLEL_CALLS = 16
MAX_MESSAGE_BYTES = 400 * 1024 * 1024  # what the engine itself allows, see pulumi sdk/go/common/util/rpcutil


def main() -> None:
    """Serves until the engine ends the process."""
    clock = CancellableClock()
    server = grpc.server(
        ThreadPoolExecutor(PARALLEL_CALLS),
        options=[
            ("grpc.max_receive_message_length", MAX_MESSAGE_BYTES),
            ("grpc.max_send_message_length", MAX_MESSAGE_BYTES),
        ],
    )
    tell = engine_log(sys.argv[-1] if len(sys.argv) > 1 else "")
    servicer = Servicer(own_resources(os.environ, clock), cancel=clock.cancel, tell=tell)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(servicer, server)
    stopped, stop = os.pipe()  # a pipe, as a signal handler may not take locks
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: os.write(stop, b"."))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    os.read(stopped, 1)
    clock.cancel()
    server.stop(grace=None).wait()


main()
