"""If-Match and If-None-Match: a write or delete that is for one state of a resource alone."""

from local_azure.errors import AzureError
from local_azure.management.context import Asked
from local_azure.management.kinds import Kind
from local_azure.management.presentation import etag
from local_azure.resources import Resource


def check_conditions(asked: Asked, kind: Kind, existing: Resource | None) -> None:
    """Checks the conditions that a request sets for its resource, of types whose body has an etag; others know none.

    Raises:
        AzureError: 412 PreconditionFailed, also for If-Match where there is no resource (RFC 9110 of 2022-06, 13.1.1).
    """
    if not kind.behaviour.etag:
        return
    wanted = asked.headers.get("if-match")
    if wanted is not None and not _matches(wanted, existing):
        raise _refusal(f"If-Match: {wanted}", existing)
    if existing is not None and asked.headers.get("if-none-match") == "*":
        raise _refusal("If-None-Match: *", existing)


def _matches(wanted: str, existing: Resource | None) -> bool:
    if existing is None:
        return False
    return wanted.strip() == "*" or etag(existing) in [each.strip() for each in wanted.split(",")]


def _refusal(condition: str, existing: Resource | None) -> AzureError:
    found = "there is no such resource" if existing is None else f"the etag of '{existing.id}' is {etag(existing)}"
    return AzureError(412, "PreconditionFailed", f"The condition '{condition}' isn't met: {found}.")
