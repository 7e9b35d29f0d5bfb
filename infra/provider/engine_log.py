"""What people should know, shown by the engine beside the resource that it is about."""

from collections.abc import Callable
from typing import Final

import grpc
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc

Tell = Callable[[str, str], None]
"""Shows a message beside a resource, by URN."""

LOG_SECONDS: Final = 5.0
"""The engine is on loopback: one that doesn't answer by then is gone."""


def engine_log(address: str) -> Tell:
    """Gives what shows messages.

    Args:
        address: The engine's, ``host:port``, as it passes it to the processes that it starts; "" shows nothing.
    """
    if not address:
        return nothing
    # A proxy variable must not send calls to loopback elsewhere.
    engine = engine_pb2_grpc.EngineStub(grpc.insecure_channel(address, options=[("grpc.enable_http_proxy", 0)]))

    def tell(urn: str, message: str) -> None:
        try:
            engine.Log(engine_pb2.LogRequest(severity=engine_pb2.INFO, message=message, urn=urn), timeout=LOG_SECONDS)
        except grpc.RpcError:
            return  # a message that can't be shown is no reason to fail

    return tell


def nothing(_urn: str, _message: str) -> None:
    """Shows nothing."""
