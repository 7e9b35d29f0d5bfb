"""Azure's error answers: one exception that carries status, code and message, and a constructor for each common one."""

from collections.abc import Mapping, Sequence
from typing import Any

from local_azure.json_types import Json

# ARM marks the errors it finds itself, before a resource provider is asked.
GATEWAY = {"x-ms-failure-cause": "gateway"}


class AzureError(Exception):
    """An answer in Azure's error shape, raised anywhere below a request and sent by the gateway.

    Args:
        status: HTTP status.
        code: Azure's error code, such as ``ResourceNotFound``.
        message: What Azure says to people.
        target: The member or resource the error is about.
        details: Inner errors, each with code, message and perhaps target.
        additional_info: Entries of ``additionalInfo``.
        inner_code: The code of ``innererror``, by which Key Vault and Azure OpenAI say more.
        headers: Extra headers of the answer, such as ``WWW-Authenticate`` or ``Retry-After``.
        members: Further members of the error, such as ``param`` and ``type`` of Azure OpenAI; they win.
    """

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        target: str | None = None,
        details: Sequence[Mapping[str, Any]] = (),
        additional_info: Sequence[Mapping[str, Any]] = (),
        inner_code: str | None = None,
        headers: Mapping[str, str] | None = None,
        members: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.target = target
        self.details = tuple(dict(detail) for detail in details)
        self.additional_info = tuple(dict(entry) for entry in additional_info)
        self.inner_code = inner_code
        self.headers = dict(headers or {})
        self.members = dict(members or {})

    def body(self) -> Json:
        """Returns the answer's body, ``{"error": {...}}``."""
        return {"error": self.inner()}

    def inner(self) -> Json:
        """Returns the error itself, as it stands in a body or an operation's status."""
        error: Json = {"code": self.code, "message": self.message}
        if self.target is not None:
            error["target"] = self.target
        if self.details:
            error["details"] = list(self.details)
        if self.additional_info:
            error["additionalInfo"] = list(self.additional_info)
        if self.inner_code is not None:
            error["innererror"] = {"code": self.inner_code}
        return error | self.members


def bad_request(message: str, *, code: str = "BadRequest", target: str | None = None) -> AzureError:
    """Returns a 400 for a body or query that the service can't accept."""
    return AzureError(400, code, message, target=target)


def invalid_request_content(reason: str) -> AzureError:
    """Returns the 400 for a body that can't be read."""
    return AzureError(
        400, "InvalidRequestContent", f"The request content was invalid and could not be deserialized: '{reason}'."
    )


def conflict(message: str, *, code: str = "Conflict", target: str | None = None) -> AzureError:
    """Returns a 409."""
    return AzureError(409, code, message, target=target)


def forbidden(message: str, *, code: str = "Forbidden") -> AzureError:
    """Returns a 403."""
    return AzureError(403, code, message)


def not_found(message: str, *, code: str = "NotFound", target: str | None = None) -> AzureError:
    """Returns a 404."""
    return AzureError(404, code, message, target=target)


def resource_not_found(resource_type: str, name: str, group: str) -> AzureError:
    """Returns the 404 for a resource that isn't there; ``name`` holds the parents' names too, joined with slashes."""
    return AzureError(
        404,
        "ResourceNotFound",
        f"The Resource '{resource_type}/{name}' under resource group '{group}' was not found. "
        "For more details please go to https://aka.ms/ARMResourceNotFoundFix",
        headers=GATEWAY,
    )


def resource_group_not_found(group: str) -> AzureError:
    """Returns the 404 for a resource group that isn't there."""
    return AzureError(
        404,
        "ResourceGroupNotFound",
        f"Resource group '{group}' could not be found.",
        headers=GATEWAY,
    )


def parent_resource_not_found(parent: str) -> AzureError:
    """Returns the 404 for a nested resource whose parent isn't there."""
    return AzureError(
        404,
        "ParentResourceNotFound",
        f"Can not perform requested operation on nested resource. Parent resource '{parent}' not found.",
        headers=GATEWAY,
    )


def not_supported(what: str, instead: str) -> AzureError:
    """Returns the 501 for a part of Azure that the local Azure lacks: silence would be taken for success."""
    return AzureError(501, "NotSupportedByLocalAzure", f"The local Azure doesn't have {what}. {instead}")
