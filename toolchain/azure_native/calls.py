"""What every call of the provider shares: errors told as the protocol tells them, and names read from URNs."""

from collections.abc import Iterator
from contextlib import contextmanager

import grpc
from google.protobuf.any_pb2 import Any as AnyMessage
from pulumi.runtime.proto import provider_pb2, status_pb2

from catalogue.resource_types import UnknownResourceTypeError
from toolchain.azure_native.clock import StoppedError
from toolchain.azure_native.errors import InitializationError, ProviderError, UnsupportedError
from toolchain.azure_native.values import to_struct

DETAILS = "grpc-status-details-bin"  # the trailer that carries a status' details


@contextmanager
def told_by(context: grpc.ServicerContext) -> Iterator[None]:
    """Ends the call with the error that is raised inside, if one is; half-made resources go with their state."""
    try:
        yield
    except InitializationError as error:
        context.set_trailing_metadata(((DETAILS, _status(error).SerializeToString()),))
        context.abort(grpc.StatusCode.UNKNOWN, str(error))
    except (UnsupportedError, UnknownResourceTypeError) as error:
        context.abort(grpc.StatusCode.UNIMPLEMENTED, str(error))
    except StoppedError:
        context.abort(grpc.StatusCode.CANCELLED, "cancelled")
    except ProviderError as error:
        context.abort(grpc.StatusCode.UNKNOWN, str(error))


def urn_token(urn: str) -> str:
    """Reads the resource's own type out of a URN: the last of the `$`-joined ones."""
    return urn.split("::")[2].rpartition("$")[2]


def urn_name(urn: str) -> str:
    """Reads the name that the program gives a resource."""
    return urn.split("::", 3)[3]


def _status(error: InitializationError) -> status_pb2.Status:
    failed = provider_pb2.ErrorResourceInitFailed(
        id=error.id, properties=to_struct(error.state), reasons=[str(error)], inputs=to_struct(error.inputs)
    )
    detail = AnyMessage()
    detail.Pack(failed)
    return status_pb2.Status(code=grpc.StatusCode.UNKNOWN.value[0], message=str(error), details=[detail])
