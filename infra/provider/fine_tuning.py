"""Fine-tuning on a Foundry account as far as cleaning up needs it: jobs, the models they made, and files."""

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from infra.provider.attempts import Step
from infra.provider.clock import Clock
from infra.provider.errors import ArmError, NoAnswerError, OwnResourceError
from infra.provider.exchange import Answer, Exchange, Request

ENDED: Final = frozenset({"succeeded", "failed", "cancelled"})
"""States that a job doesn't leave (Foundry REST reference, v1)."""
POLL_SECONDS: Final = 5.0
CANCEL_SECONDS: Final = 900.0
INVISIBLE: Final = frozenset({401, 403, 404})

_BASE: Final = "/openai/v1"
_JOBS: Final = f"{_BASE}/fine_tuning/jobs"
_PAGE: Final = "100"


class FineTuning:
    """What jobs left in an account, by OpenAI's REST interface (Foundry REST reference, v1).

    Args:
        exchange: Carries requests to the account's OpenAI address.
        clock: What waiting is measured by.
    """

    def __init__(self, exchange: Exchange, clock: Clock) -> None:
        self._exchange = exchange
        self._clock = clock

    def is_visible(self) -> bool:
        """Says whether it can be looked at: with a role on the account's data, from where the account is reached."""
        try:
            self._send(Request("GET", _JOBS, {"limit": "1"}))
        except NoAnswerError:
            return False
        except ArmError as refused:
            if refused.status in INVISIBLE:
                return False
            raise
        return True

    def cancellations(self) -> Iterator[Step]:
        """Gives a step for each job that hasn't ended, which ends it."""
        for job in self._jobs():
            if job.get("status") not in ENDED:
                yield f"fine-tuning job {job['id']}", partial(self._cancel, str(job["id"]))

    def deletions(self) -> Iterator[Step]:
        """Gives a step for each tuned model and each file, which deletes it."""
        models = dict.fromkeys(str(job["fine_tuned_model"]) for job in self._jobs() if job.get("fine_tuned_model"))
        for model in models:
            yield f"tuned model {model}", partial(self._delete, f"{_BASE}/models/{model}")
        for file in self._list(f"{_BASE}/files"):
            yield f"file {file['id']}", partial(self._delete, f"{_BASE}/files/{file['id']}")

    def _jobs(self) -> list[dict[str, Any]]:
        return self._list(_JOBS)

    def _delete(self, path: str) -> None:
        self._send(Request("DELETE", path), gone=True)

    def _cancel(self, job_id: str) -> None:
        path = f"{_JOBS}/{job_id}"
        deadline = self._clock.monotonic() + CANCEL_SECONDS
        self._send(Request("POST", f"{path}/cancel"))
        while True:
            status = _document(self._send(Request("GET", path), gone=True)).get("status")
            if status is None or status in ENDED:
                return
            if self._clock.monotonic() > deadline:
                raise OwnResourceError(f"it is still {status} {CANCEL_SECONDS:.0f} s after it was cancelled")
            self._clock.sleep(POLL_SECONDS)

    def _list(self, path: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        query = {"limit": _PAGE}
        while True:
            page = _document(self._send(Request("GET", path, query)))
            rows = page.get("data") or []
            found += rows
            # A page that ends where the one before ended would be followed by itself for ever.
            if not page.get("has_more") or not rows or str(rows[-1]["id"]) == query.get("after"):
                return found
            query = {"limit": _PAGE, "after": str(rows[-1]["id"])}

    def _send(self, request: Request, *, gone: bool = False) -> Answer:
        answer = self._exchange(request)
        if answer.status < 400 or (gone and answer.status == 404):
            return answer
        error = answer.json().get("error") or {}
        code, message = str(error.get("code", "")), str(error.get("message", "")) or answer.text
        raise ArmError(f"{request.method} {request.path}", status=answer.status, code=code, message=message)


def _document(answer: Answer) -> dict[str, Any]:
    return {} if answer.status == 404 else answer.json()
