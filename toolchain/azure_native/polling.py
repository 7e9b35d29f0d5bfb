"""Waits for a long-running operation, by whichever of Azure's four ways the first answer names."""

from collections.abc import Callable
from dataclasses import dataclass

from toolchain.azure_native.arm import Arm, absolute, arm_error
from toolchain.azure_native.errors import ArmError, ProviderError
from toolchain.azure_native.exchange import Answer
from toolchain.azure_native.retry import asked_delay

SECONDS_BETWEEN = {"PUT": 10.0, "PATCH": 10.0, "POST": 10.0, "DELETE": 30.0}
"""Between polls where the answer names no delay; source: pulumi-azure-native azure/client_azcore.go @ 006a62af."""

DONE, FAILED = "succeeded", frozenset({"failed", "canceled", "cancelled"})


@dataclass(frozen=True)
class Operation:
    """A long-running operation that Azure has accepted.

    Attributes:
        method: PUT, PATCH or DELETE.
        path: the resource's id.
        api_version: of the resource's type.
        deadline: when to give up, in the clock's seconds.
    """

    method: str
    path: str
    api_version: str
    deadline: float


def wait(arm: Arm, operation: Operation, first: Answer) -> None:
    """Polls until the operation is over; the first poll comes at once.

    Raises:
        ArmError: the operation failed.
        ProviderError: it took too long, or answered what is no answer.
    """
    url, read = _way(operation, first)
    while url:
        answer = arm.send("GET", absolute(url, operation.api_version))
        if read(answer):
            return
        if arm.clock.monotonic() >= operation.deadline:
            raise ProviderError("operation timed out")
        url = answer.headers.get("location", url) if read is _location_done else url
        arm.clock.sleep(asked_delay(answer.headers) or SECONDS_BETWEEN[operation.method])


def _way(operation: Operation, first: Answer) -> tuple[str, Callable[[Answer], bool]]:
    for header in ("azure-asyncoperation", "operation-location"):
        if header in first.headers:
            return first.headers[header], _status_done
    if "location" in first.headers and first.status in (201, 202):
        return first.headers["location"], _location_done
    if operation.method != "DELETE" and _state(first) not in ("", DONE):
        _raise_if_failed(first, _state(first))
        return operation.path if operation.path.startswith("/") else f"/{operation.path}", _body_done
    return "", _body_done


def _status_done(answer: Answer) -> bool:
    if answer.status not in (200, 201, 202, 204):
        raise arm_error(answer)
    if not isinstance(answer.body, dict) or not answer.body.get("status"):
        raise ProviderError(f"unexpected response from Azure: '{answer.text}', HTTP status: {answer.status}")
    status = str(answer.body["status"]).lower()
    _raise_if_failed(answer, status)
    return status == DONE


def _location_done(answer: Answer) -> bool:
    if answer.status == 202:
        return False
    if answer.status not in (200, 201, 204):
        raise arm_error(answer)
    state = _state(answer)
    _raise_if_failed(answer, state)
    return state in ("", DONE)


def _body_done(answer: Answer) -> bool:
    if answer.status not in (200, 201, 202, 204):
        raise arm_error(answer)
    state = _state(answer)
    _raise_if_failed(answer, state)
    return state in ("", DONE)


def _state(answer: Answer) -> str:
    properties = answer.body.get("properties") if isinstance(answer.body, dict) else None
    return str(properties.get("provisioningState") or "").lower() if isinstance(properties, dict) else ""


def _raise_if_failed(answer: Answer, status: str) -> None:
    if status in FAILED:
        error = arm_error(answer)
        raise ArmError(answer.status, error.code or status.capitalize(), error.message)
