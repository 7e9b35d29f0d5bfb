"""What a resource type does beyond being stored: the hooks that a service gives the ARM core, all optional."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from starlette.responses import Response

from local_azure.json_types import Json
from local_azure.resources import Resource
from local_azure.role_conditions.attributes import Attributes
from local_azure.tokens import Caller


@dataclass(frozen=True)
class Write:
    """A PUT or PATCH that is about to be stored.

    Attributes:
        id: The resource's id as the client wrote it.
        type: Its type as the type table writes it.
        name: Its own name.
        parent: The resource it is nested in; None for the outermost.
        body: The body as it was sent; for PATCH the stored body with the sent one merged in.
        existing: What is stored under the id now; None when this makes the resource.
        caller: Who asks.
        api_version: The api-version of the request.
        query: The request's query parameters.
    """

    id: str
    type: str
    name: str
    parent: Resource | None
    body: Json
    existing: Resource | None
    caller: Caller
    api_version: str
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Call:
    """A POST to a resource's action.

    Attributes:
        resource: The resource it is called on.
        body: The request's body ({} when it has none).
        caller: Who asks.
        query: The request's query parameters.
    """

    resource: Resource
    body: Json
    caller: Caller
    query: Mapping[str, str] = field(default_factory=dict)


Action = Callable[[Call], Awaitable[Json | Response]]


@dataclass(frozen=True)
class SoftDelete:
    """How a type keeps what was deleted. The core keeps the deleted resource and frees it when the days are over.

    Attributes:
        days: How long a deleted resource is kept; given the resource, as some types let it choose.
        keeps: Whether this resource is kept at all, given the query of its DELETE (such as ``forceToPurge``).
        refuse: The error for a PUT under the name of a deleted resource that doesn't recover it.
        recovers: Whether a PUT asks to bring the deleted resource back.
        purge_protected: Whether the deleted resource may not be purged before its days are over.
    """

    days: Callable[[Resource], float]
    refuse: Callable[[Write, Resource], Exception]
    recovers: Callable[[Write, Resource], bool]
    keeps: Callable[[Resource, Mapping[str, str]], bool] = lambda _resource, _query: True
    purge_protected: Callable[[Resource], bool] = lambda _resource: False


@dataclass(frozen=True)
class Behaviour:
    """What a type does beyond being stored. Each hook may be left out.

    Attributes:
        validate: Called before anything is stored; raises AzureError to refuse.
        prepare: Returns the body as it is to be stored, with the members that the service adds (principal ids,
            endpoints). The same PUT again must give the same body: what was made before is taken from ``existing``.
        provision: The work behind a long-running PUT, in the background. It may write the resource (Resources.put);
            the core reads it again and sets its state. Raising AzureError leaves it Failed, with the error in the
            operation's status. When the server is stopped in the middle it runs again, so it must bear repeating.
        refuse_delete: Called before a delete is accepted; raises AzureError (409) to refuse.
        refuse_delete_by_query: The same for what the query of the DELETE asks, such as ``underlyingResourceAction``.
        delete: Releases what the resource holds, before it is removed; its children are gone by then. Must bear
            repeating.
        present: Returns the body as GET, PUT and lists answer it; by default the stored one. Where live state shows.
        list_scope: Given the id of a list's parent and the query, the id below which the list looks at any depth, such
            as the workspace's; None for the parent's own children.
        filter: Chooses among the children or resources that a list answers, by the query of the request.
        actions: POST {id}/{action}, by the action's name in lower case, such as ``listkeys``.
        soft_delete: How deleted resources are kept; None when they are gone.
        name_refused: The error for a name that breaks the type's rule; by default InvalidResourceName with that rule.
        name_taken: The error for a name that must be unique in the world and isn't; by default a plain Conflict.
        implicit: Whether the resource is there without a PUT, such as ``blobServices/default``: GET then answers
            ``prepare`` of an empty body, and children may be PUT.
        can_be_made: Whether clients may PUT it; else every PUT is refused.
        shows_state: Whether ``properties.provisioningState`` belongs to the type's body.
        etag: Whether the body carries an ``etag`` that If-Match is held against.
        answers_created: Whether a PUT that takes effect at once answers 201 also when the resource was there.
        answers_ok: Whether it answers 200 also when the resource wasn't.
        answers_accepted: Whether a PUT whose operation is asked for by Azure-AsyncOperation answers 202.
        answers_deleted: Whether a DELETE that takes effect at once answers with what was deleted.
        serialized_by: Given a resource's id, the id of what its writes and deletes must not overlap on, such as the
            account of a deployment; None for nothing. A write while another one of the same goes on, also as a
            long-running operation, is refused.
        attributes: What conditions on role assignments may ask about a PUT or DELETE: given its body and the resource
            that is there.
        parallel_refusal: That refusal, given what ``serialized_by`` named; 409 RequestConflict by default.
    """

    validate: Callable[[Write], Awaitable[None]] | None = None
    prepare: Callable[[Write], Awaitable[Json]] | None = None
    provision: Callable[[Resource], Awaitable[None]] | None = None
    refuse_delete: Callable[[Resource], Awaitable[None]] | None = None
    refuse_delete_by_query: Callable[[Resource, Mapping[str, str]], Awaitable[None]] | None = None
    delete: Callable[[Resource], Awaitable[None]] | None = None
    present: Callable[[Resource], Json] | None = None
    list_scope: Callable[[str, Mapping[str, str]], str | None] | None = None
    filter: Callable[[Sequence[Resource], Mapping[str, str]], Sequence[Resource]] | None = None
    actions: Mapping[str, Action] = field(default_factory=dict)
    soft_delete: SoftDelete | None = None
    name_refused: Callable[[str], Exception] | None = None
    name_taken: Callable[[Write], Exception] | None = None
    implicit: bool = False
    can_be_made: bool = True
    shows_state: bool = True
    etag: bool = False
    answers_created: bool = False
    answers_ok: bool = False
    answers_accepted: bool = False
    answers_deleted: bool = False
    serialized_by: Callable[[str], str | None] | None = None
    attributes: Callable[[Json, Resource | None], Attributes] | None = None
    parallel_refusal: Callable[[str], Exception] | None = None
