"""The provider's service over real gRPC, asked as the engine asks it."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import grpc
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import provider_pb2 as pb
from pulumi.runtime.proto import provider_pb2_grpc, status_pb2

from tests.toolchain.azure_native.fake_azure import SUBSCRIPTION, FakeAzure, PassingClock
from toolchain.azure_native.calls import DETAILS
from toolchain.azure_native.servicer import AzureNative
from toolchain.azure_native.values import from_struct, to_struct

ENVIRONMENT = {
    "ARM_SUBSCRIPTION_ID": SUBSCRIPTION,
    "ARM_TENANT_ID": "the-tenant",
    "ARM_CLIENT_ID": "the-app",
    "ARM_CLIENT_SECRET": "a secret",  # pragma: allowlist secret
}


def urn(token: str, name: str = "thing") -> str:
    return f"urn:pulumi:dev::project::a:component:Type$azure-native:{token}::{name}"


@dataclass
class Provider:
    """The provider, asked in Python's own values."""

    stub: provider_pb2_grpc.ResourceProviderStub
    warnings: list[str] = field(default_factory=list)
    stops: list[bool] = field(default_factory=list)

    def configure(self, **variables: str) -> pb.ConfigureResponse:
        named = {f"azure-native:config:{key}": value for key, value in variables.items()}
        return self.stub.Configure(
            pb.ConfigureRequest(variables=named, sends_old_inputs=True, sends_old_inputs_to_delete=True)
        )

    def check(self, token: str, new: Mapping[str, Any], old: Mapping[str, Any] | None = None) -> tuple[Any, list[str]]:
        answer = self.stub.Check(
            pb.CheckRequest(urn=urn(token), olds=to_struct(old or {}), news=to_struct(new), randomSeed=b"seed")
        )
        return from_struct(answer.inputs), [failed.reason for failed in answer.failures]

    def create(self, token: str, inputs: Mapping[str, Any], *, preview: bool = False) -> tuple[str, dict[str, Any]]:
        answer = self.stub.Create(pb.CreateRequest(urn=urn(token), properties=to_struct(inputs), preview=preview))
        return answer.id, from_struct(answer.properties)

    def update(
        self,
        token: str,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        state: Mapping[str, Any] | None = None,
        *,
        preview: bool = False,
    ) -> dict[str, Any]:
        request = pb.UpdateRequest(
            urn=urn(token), olds=to_struct(state or {}), news=to_struct(new), old_inputs=to_struct(old), preview=preview
        )
        return from_struct(self.stub.Update(request).properties)

    def read(
        self, token: str, resource_id: str, inputs: Mapping[str, Any], state: Mapping[str, Any]
    ) -> tuple[str, dict[str, Any], dict[str, Any]]:
        request = pb.ReadRequest(urn=urn(token), id=resource_id, inputs=to_struct(inputs), properties=to_struct(state))
        answer = self.stub.Read(request)
        return answer.id, from_struct(answer.properties), from_struct(answer.inputs)

    def delete(self, token: str, resource_id: str) -> Empty:
        return self.stub.Delete(pb.DeleteRequest(urn=urn(token), id=resource_id))

    def invoke(self, function: str, arguments: Mapping[str, Any] | None = None) -> dict[str, Any]:
        answer = self.stub.Invoke(pb.InvokeRequest(tok=f"azure-native:{function}", args=to_struct(arguments or {})))
        return from_struct(getattr(answer, "return"))


@contextmanager
def running_provider(
    azure: FakeAzure, clock: PassingClock, environment: Mapping[str, str] = ENVIRONMENT
) -> Iterator[Provider]:
    """A provider that is not configured yet."""
    warnings: list[str] = []
    stops: list[bool] = []
    servicer = AzureNative(
        clock=clock,
        warn=lambda _urn, text: warnings.append(text),
        stop=lambda: stops.append(True),
        environment=environment,
        connect=lambda: azure.exchange,
    )
    server = grpc.server(ThreadPoolExecutor(4))
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    channel = grpc.insecure_channel(f"127.0.0.1:{port}", options=[("grpc.enable_http_proxy", 0)])
    try:
        yield Provider(provider_pb2_grpc.ResourceProviderStub(channel), warnings, stops)
    finally:
        channel.close()
        server.stop(None).wait()


def half_made(error: grpc.RpcError) -> pb.ErrorResourceInitFailed:
    """The resource that a failed create or update leaves, as the engine reads it from the error."""
    trailers = dict(error.trailing_metadata())  # type: ignore[attr-defined]
    failed = pb.ErrorResourceInitFailed()
    assert status_pb2.Status.FromString(trailers[DETAILS]).details[0].Unpack(failed)
    return failed
