"""What the handlers of the ARM core share, and one request as they see it."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request

from local_azure.behaviour import Write
from local_azure.errors import GATEWAY, AzureError, invalid_request_content
from local_azure.guard import Guard, Verb
from local_azure.json_types import Json
from local_azure.management.kinds import Kinds
from local_azure.management.operations import Operations
from local_azure.management.parallel_writes import ParallelWrites
from local_azure.platform import Platform
from local_azure.tokens import Caller

_API_VERSION = re.compile(r"20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(-[a-z]*preview)?")


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
            AzureError: 400 InvalidRequestContent when it is no JSON object.
        """
        if not self.content.strip():
            return {}
        try:
            body = json.loads(self.content)
        except ValueError as error:
            raise invalid_request_content(str(error)) from error
        if not isinstance(body, dict):
            raise invalid_request_content(f"expected a JSON object, got {type(body).__name__}")
        return body


async def asked(request: Request) -> Asked:
    """Returns a request as handlers see it.

    Raises:
        AzureError: 400 when the api-version is missing or has not the form of one.
    """
    versions = [value for name, value in request.query_params.multi_items() if name.lower() == "api-version"]
    if not versions or not versions[0]:
        raise AzureError(
            400,
            "MissingApiVersionParameter",
            "The api-version query parameter (?api-version=) is required for all requests.",
            headers=GATEWAY,
        )
    if not _API_VERSION.fullmatch(versions[0]):
        raise AzureError(
            400,
            "InvalidApiVersionParameter",
            f"The api-version '{versions[0]}' is invalid. The supported versions are dates such as '2024-10-01' "
            "or '2024-10-01-preview'.",
            headers=GATEWAY,
        )
    return Asked(
        caller=request.state.caller,
        method=request.method,
        path=request.url.path,
        api_version=versions[0],
        query=dict(request.query_params),
        headers=dict(request.headers),
        content=await request.body(),
    )
