"""Entra's error answers: an OAuth error with an AADSTS code."""

import uuid
from datetime import datetime

from starlette.responses import JSONResponse


class SignInError(Exception):
    """A request for a token that is refused.

    Args:
        status: HTTP status.
        error: The OAuth error, such as ``invalid_client``.
        code: The number of the AADSTS code.
        message: What Entra says.
    """

    def __init__(self, status: int, error: str, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.error = error
        self.code = code
        self.message = message

    def answer(self, now: datetime) -> JSONResponse:
        """Returns the answer in Entra's shape, dated now."""
        trace, correlation = str(uuid.uuid4()), str(uuid.uuid4())
        moment = now.strftime("%Y-%m-%d %H:%M:%SZ")
        description = (
            f"AADSTS{self.code}: {self.message} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {moment}"
        )
        body = {
            "error": self.error,
            "error_description": description,
            "error_codes": [self.code],
            "timestamp": moment,
            "trace_id": trace,
            "correlation_id": correlation,
            "error_uri": f"https://login.microsoftonline.com/error?code={self.code}",
        }
        return JSONResponse(body, self.status)


def unknown_tenant(tenant: str) -> SignInError:
    """Returns the refusal of a tenant that isn't this one."""
    return SignInError(
        400,
        "invalid_request",
        90002,
        f"Tenant '{tenant}' not found. Check that you have the correct tenant ID.",
    )
