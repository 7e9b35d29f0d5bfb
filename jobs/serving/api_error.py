"""An answer that says no: its status and what it says."""

from typing import Any


class ApiError(Exception):
    """A request that can't be answered as asked.

    Args:
        status: HTTP status.
        code: A word for programs.
        message: What is wrong and what would be right.
        retry_after: Seconds after which to try again, or None.
    """

    def __init__(self, status: int, code: str, message: str, *, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.retry_after = retry_after

    def body(self) -> dict[str, Any]:
        """Returns the answer's body, in the shape of the chat completions API."""
        kind = "invalid_request_error" if self.status < 500 else "server_error"
        return {"error": {"message": self.message, "type": kind, "code": self.code}}
