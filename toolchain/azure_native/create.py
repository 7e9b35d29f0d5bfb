"""Creates a resource that must not exist yet."""

from collections.abc import Callable

from toolchain.azure_native.body import request_body, request_query
from toolchain.azure_native.clock import StoppedError
from toolchain.azure_native.errors import ArmError, InitializationError, ProviderError
from toolchain.azure_native.exchange import Answer
from toolchain.azure_native.members import get_member, put_member
from toolchain.azure_native.outputs import response_outputs
from toolchain.azure_native.tracked import Tracked
from toolchain.azure_native.values import Properties

Warn = Callable[[str], None]


def create(resource: Tracked, inputs: Properties, timeout: float, warn: Warn) -> tuple[str, Properties]:
    """Creates a resource and reads it back.

    Returns:
        The id that Azure gave it and its state.

    Raises:
        InitializationError: it exists, but did not get ready.
        ProviderError: it existed before, or Azure refused.
    """
    require_absent(resource)
    body = request_body(resource.row, inputs, resource.id)
    for member in resource.row.kept_members:
        # None can exist yet, and Azure may ask for the list though its description does not.
        if get_member(body, member) is None:
            put_member(body, member, [])
    first = resource.send("PUT", body, request_query(resource.row, inputs))
    created = Tracked(resource.row, resource.arm, _id(first) or resource.id)
    complete(created, "PUT", first, inputs, timeout)
    return created.id, state_after(created, first, "Create", warn)


def require_absent(resource: Tracked, quote: str = "'") -> None:
    """Refuses to create over what exists; singletons, which Azure always has, are free.

    Args:
        resource: what must not exist.
        quote: what the id stands between in the message.

    Raises:
        ProviderError: something exists, or that could not be found out.
    """
    try:
        found = resource.read()
    except ArmError as error:
        why = f"status code {error.status}, {error.message}"
        raise ProviderError(f"cannot check existence of resource {quote}{resource.id}{quote}: {why}") from error
    if found is not None and isinstance(found.body, dict) and found.body and resource.row.default_state is None:
        raise ProviderError(f"cannot create already existing resource {quote}{resource.id}{quote}")


def complete(resource: Tracked, method: str, first: Answer, inputs: Properties, timeout: float) -> None:
    """Waits for a write that Azure has accepted.

    Raises:
        InitializationError: it failed; what there is by then is in the error.
    """
    try:
        resource.finish(method, first, timeout)
    except (ProviderError, StoppedError) as failure:
        try:
            found = resource.read()
        except (ProviderError, StoppedError) as unread:
            message = f"resource created but read failed {unread}: {failure}"
            raise InitializationError(message, id=resource.id, state={}, inputs=inputs) from failure
        state = response_outputs(resource.row, found.body) if found is not None else {}
        raise InitializationError(str(failure), id=resource.id, state=state, inputs=inputs) from failure


def state_after(resource: Tracked, first: Answer, what: str, warn: Warn) -> Properties:
    """Reads the state after a write; the write's own answer is the state when that fails."""
    try:
        found = resource.read()
    except ProviderError as error:
        warn(f"Failed to read resource after {what}. Please report this issue. {error}")
        found = None
    body = found.body if found is not None else first.body
    return response_outputs(resource.row, body if isinstance(body, dict) else {})


def _id(answer: Answer) -> str | None:
    return answer.body.get("id") if isinstance(answer.body, dict) else None
