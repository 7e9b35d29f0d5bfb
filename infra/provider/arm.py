"""Azure Resource Manager as our own resources need it: read, list, act, ask, delete, and wait until it is done."""

from collections.abc import Iterator, Mapping
from email.utils import parsedate_to_datetime
from typing import Any, Final

from infra.provider.clock import Clock
from infra.provider.errors import ArmError
from infra.provider.exchange import Answer, Exchange, Request

POLL_SECONDS: Final = 5.0
"""Between two looks at an operation whose answers don't say how long to wait."""
OPERATION_SECONDS: Final = 3600.0
"""After that an operation counts as stuck."""

_GONE: Final = (404, 204)


class Arm:
    """Requests to Azure Resource Manager, all of which can be repeated.

    Args:
        exchange: Carries requests.
        clock: What waiting is measured by.
    """

    def __init__(self, exchange: Exchange, clock: Clock) -> None:
        self._exchange = exchange
        self._clock = clock

    def get(self, path: str, api_version: str) -> dict[str, Any] | None:
        """Reads a resource, None where it isn't.

        Raises:
            ArmError: Azure refused.
        """
        answer = self._send(Request("GET", path, {"api-version": api_version}), _GONE)
        return None if answer.status in _GONE else answer.json()

    def list(self, path: str, api_version: str) -> Iterator[dict[str, Any]]:
        """Lists the resources of a collection page by page; nothing where what holds it isn't there any more.

        Raises:
            ArmError: Azure refused.
        """
        following: str | None = path
        query: Mapping[str, str] = {"api-version": api_version}
        while following:
            answer = self._send(Request("GET", following, query), _GONE)
            page = answer.json() if answer.status not in _GONE else {}
            yield from page.get("value") or ()
            following, query = page.get("nextLink"), {}

    def post(self, path: str, api_version: str) -> None:
        """Does an action and waits until it is done.

        Raises:
            ArmError: Azure refused, or the operation failed.
        """
        self._settle(Request("POST", path, {"api-version": api_version}), gone=())

    def ask(self, path: str, api_version: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Asks something that needs a body, such as whether a name is free, and gives the answer.

        Raises:
            ArmError: Azure refused.
        """
        return self._send(Request("POST", path, {"api-version": api_version}, body), ()).json()

    def submit(self, path: str, api_version: str, body: Mapping[str, Any]) -> tuple[dict[str, Any], float]:
        """Hands in what is decided later: gives the first answer, and how many seconds Azure asks to wait.

        Raises:
            ArmError: Azure refused.
        """
        answer = self._send(Request("PUT", path, {"api-version": api_version}, body), ())
        return answer.json(), _delay(answer)

    def delete(self, path: str, api_version: str, **query: str) -> None:
        """Deletes a resource and waits until it is gone; nothing happens where it isn't there.

        Raises:
            ArmError: Azure refused, or the operation failed.
        """
        self._settle(Request("DELETE", path, {"api-version": api_version, **query}), gone=_GONE)

    def _settle(self, request: Request, gone: tuple[int, ...]) -> None:
        answer = self._send(request, gone)
        deadline = self._clock.monotonic() + OPERATION_SECONDS
        following = _operation(answer)
        while following is not None:
            address, is_status = following
            self._clock.sleep(_delay(answer))
            if self._clock.monotonic() > deadline:
                raise ArmError(_named(request), status=0, code="Timeout", message="not done after an hour")
            answer = self._send(Request("GET", address), _GONE)
            if is_status:
                following = None if _is_done(request, answer) else (_operation(answer) or following)
            else:
                following = (_operation(answer) or following) if answer.status == 202 else None

    def _send(self, request: Request, allowed: tuple[int, ...]) -> Answer:
        answer = self._exchange(request)
        if answer.status < 400 or answer.status in allowed:
            return answer
        error = answer.json().get("error") or answer.json()
        code, message = str(error.get("code", "")), str(error.get("message", "")) or answer.text
        raise ArmError(_named(request), status=answer.status, code=code, message=message)


def _operation(answer: Answer) -> tuple[str, bool] | None:
    if "azure-asyncoperation" in answer.headers:
        return answer.headers["azure-asyncoperation"], True
    if answer.status in (201, 202) and "location" in answer.headers:
        return answer.headers["location"], False
    return None


def _is_done(request: Request, answer: Answer) -> bool:
    if answer.status in _GONE:
        return True
    document = answer.json()
    status = str(document.get("status", "")).lower()
    if status in ("failed", "canceled"):
        error = document.get("error") or {}
        code, message = str(error.get("code", status)), str(error.get("message", "Azure gives no reason"))
        raise ArmError(_named(request), status=0, code=code, message=message)
    return status == "succeeded"


def _delay(answer: Answer) -> float:
    headers = answer.headers
    milliseconds = headers.get("retry-after-ms") or headers.get("x-ms-retry-after-ms")
    said = headers.get("retry-after", "")
    try:
        return max(0.0, float(milliseconds) / 1000 if milliseconds else float(said))
    except ValueError:
        return _until(said, headers.get("date", ""))


def _until(moment: str, now: str) -> float:
    try:
        return max(0.0, (parsedate_to_datetime(moment) - parsedate_to_datetime(now)).total_seconds())
    except (ValueError, TypeError):  # nothing is said, or no date
        return POLL_SECONDS


def _named(request: Request) -> str:
    return f"{request.method} {request.path.split('?')[0]}"
