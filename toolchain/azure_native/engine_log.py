"""Warnings for the user, shown by the engine beside the resource that they are about."""

from contextlib import suppress

import grpc
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc

LOG_SECONDS = 5.0  # the engine is on loopback: one that does not answer by then is gone


class EngineLog:
    """Sends to the engine's log.

    Args:
        address: the engine's, `host:port`; empty when there is none to send to.
    """

    def __init__(self, address: str) -> None:
        self._engine = None
        if address:
            # A proxy variable must not send calls to loopback elsewhere.
            channel = grpc.insecure_channel(address, options=[("grpc.enable_http_proxy", 0)])
            self._engine = engine_pb2_grpc.EngineStub(channel)

    def warn(self, urn: str, message: str) -> None:
        """Shows a warning about a resource; without an engine to show it, it is lost."""
        if self._engine is not None:
            request = engine_pb2.LogRequest(severity=engine_pb2.WARNING, message=message, urn=urn)
            with suppress(grpc.RpcError):  # a warning that can't be shown is no reason to fail
                self._engine.Log(request, timeout=LOG_SECONDS)
