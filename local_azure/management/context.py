"""What the handlers of the ARM core share, and one request as they see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request

from local_azure.behaviour import Write
from local_azure.guard import Guard, Verb
from local_azure.json_types import Json
from local_azure.management.kinds import Kinds
from local_azure.management.operations import Operations
from local_azure.management.parallel_writes import ParallelWrites
from local_azure.management.request_body import read_body
from local_azure.management.versions import required_version
from local_azure.platform import Platform
from local_azure.tokens import Caller


@dataclass(frozen=True)
class Management:
    """The ARM core of one local Azure.

    Attributes:
        platform: The local Azure.
        kinds: The resource types.
        operations: The long-running operations.
        writes: The writes that go on now.
        guards: What may refuse requests that roles allow.
    """

    platform: Platform
    kinds: Kinds
    operations: Operations
    writes: ParallelWrites
    guards: Sequence[Guard] = ()

    def check(self, verb: Verb, resource_id: str) -> None:
        """Returns when no guard forbids to write or delete a resource.

        Raises:
            AzureError: A guard's refusal, such as 409 ScopeLocked.
        """
        for guard in self.guards:
            if guard.check is not None:
                guard.check(verb, resource_id)

    def admit(self, write: Write) -> None:
        """Returns when no guard refuses the body of a write.

        Raises:
            AzureError: A guard's refusal, such as 403 RequestDisallowedByPolicy.
        """
        for guard in self.guards:
            if guard.admit is not None:
                guard.admit(write)


@dataclass(frozen=True)
class Asked:
    """A request to ARM, after its token was checked.

    Attributes:
        caller: Who asks.
        method: The HTTP method.
        path: The path as it was sent.
        api_version: The api-version.
        query: The query's parameters.
        headers: The headers, names in lower case.
        content: The body's bytes.
    """

    caller: Caller
    method: str
    path: str
    api_version: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    content: bytes

    def body(self) -> Json:
        """Returns the body, {} where there is none.

        Raises:
            AzureError: 400 InvalidRequestContent when it is no JSON object, 415 when it says that it isn't JSON.
        """
        return read_body(self.content, self.headers.get("content-type"))


async def asked(request: Request) -> Asked:
    """Returns a request as handlers see it.

    Raises:
        AzureError: 400 when the api-version is missing or has not the form of one.
    """
    return Asked(
        caller=request.state.caller,
        method=request.method,
        path=request.url.path,
        api_version=required_version(request),
        query=dict(request.query_params),
        headers=dict(request.headers),
        content=await request.body(),
    )
