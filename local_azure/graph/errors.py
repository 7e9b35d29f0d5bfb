"""Microsoft Graph's error answers."""

import uuid
from datetime import datetime

from starlette.responses import JSONResponse


class GraphError(Exception):
    """A request to Microsoft Graph that is refused.

    Args:
        status: HTTP status.
        code: Graph's error code.
        message: What Graph says.
    """

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message

    def answer(self, now: datetime) -> JSONResponse:
        """Returns the answer in Graph's shape, dated now."""
        request_id = str(uuid.uuid4())
        moment = now.strftime("%Y-%m-%dT%H:%M:%S")
        inner = {"date": moment, "request-id": request_id, "client-request-id": request_id}
        return JSONResponse({"error": {"code": self.code, "message": self.message, "innerError": inner}}, self.status)
