"""Storage's refusals say whether the network or the role is missing."""

import pytest
from azure.core.exceptions import HttpResponseError

from jobs.adapters.blob_documents import refusal
from jobs.domain.errors import CloudError, PermissionDeniedError


def refused(status: int, code: str) -> HttpResponseError:
    error = HttpResponseError("This request is not authorized.\nRequestId: 1")
    error.status_code, error.error_code = status, code  # type: ignore[attr-defined]  # as azure-storage-blob sets it
    return error


@pytest.mark.parametrize(
    ("code", "fix"),
    [
        ("AuthorizationFailure", "runner_subnet_id"),
        ("AuthorizationPermissionMismatch", "Storage Blob Data Contributor"),
    ],
)
def test_a_closed_network_and_a_missing_role_are_told_apart(code: str, fix: str) -> None:
    said = refusal("train.jsonl", refused(403, code))
    assert isinstance(said, PermissionDeniedError)
    assert fix in str(said.fix)
    assert "RequestId" not in str(said)


def test_what_else_storage_refuses_is_the_clouds_error() -> None:
    said = refusal("train.jsonl", refused(409, "ContainerBeingDeleted"))
    assert type(said) is CloudError
