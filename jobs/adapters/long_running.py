"""Azure's long-running operations, followed to their end."""

from email.utils import parsedate_to_datetime
from typing import Any

from jobs.adapters.rest import AzureRest, Reply
from jobs.domain.errors import CloudError, QuotaError
from jobs.ports import Clock

_DEFAULT_PAUSE_SECONDS = 5.0
_ACCEPTED = 202
_GOING_ON = {"inprogress", "running", "accepted", "creating", "updating", "deleting", "notstarted"}


def wait_until_done(rest: AzureRest, reply: Reply, clock: Clock, what: str) -> None:
    """Polls what a PUT or DELETE has begun, as often as the service asks for.

    Args:
        rest: asks.
        reply: to the request that began it; without an operation's URL there is nothing to wait for.
        clock: waits.
        what: names the resource in errors.

    Raises:
        QuotaError: it failed for want of quota or capacity.
        CloudError: it failed, with the service's reason.
    """
    operation = reply.headers.get("azure-asyncoperation")
    url = operation or reply.headers.get("location")
    if url is None or (operation is None and reply.status != _ACCEPTED):
        return
    while True:
        clock.sleep(_pause(reply))
        reply = rest.get(url)
        status = str(reply.body.get("status", "")) if isinstance(reply.body, dict) else ""
        if operation is None and reply.status != _ACCEPTED:
            return
        if operation is not None and status.lower() not in _GOING_ON:
            _require_success(status, reply.body, what)
            return


def _pause(reply: Reply) -> float:
    headers = reply.headers
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
        return _DEFAULT_PAUSE_SECONDS


def _require_success(status: str, body: Any, what: str) -> None:  # noqa: ANN401 -- JSON
    if status.lower() == "succeeded":
        return
    error = body.get("error") or {}
    code, message = str(error.get("code") or ""), str(error.get("message") or "no reason was given")
    kind = QuotaError if "quota" in code.lower() or "capacity" in code.lower() else CloudError
    raise kind(f"{what}: {status}: {message}" + (f" ({code})" if code else ""))
