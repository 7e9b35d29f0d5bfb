"""The raw request that a scoring script's ``run`` gets when it is decorated with ``rawhttp``."""

import json
from collections.abc import Callable, Mapping
from typing import Any

MARK = "_asks_for_raw_http"


def rawhttp(function: Callable[..., Any]) -> Callable[..., Any]:
    """Marks ``run`` as one that takes the request itself instead of its body."""
    setattr(function, MARK, True)
    return function


class AMLRequest:
    """A request, with the members of Flask's that scoring scripts use.

    Args:
        method: The HTTP method.
        path: The path, without the query.
        query: The query as it was sent.
        args: The query's parameters; the first value of each.
        headers: The headers; names compare without case.
        body: The body.
    """

    def __init__(
        self,
        method: str,
        path: str,
        query: str,
        args: Mapping[str, str],
        headers: Any,  # noqa: ANN401 -- a mapping that http.server makes
        body: bytes,
    ) -> None:
        self.method = method
        self.path = path
        self.query_string = query.encode()
        self.args = args
        self.headers = headers
        self.data = body

    @property
    def is_json(self) -> bool:
        """Whether the body says that it is JSON."""
        kind = (self.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
        return kind == "application/json" or kind.endswith("+json")

    @property
    def json(self) -> Any:  # noqa: ANN401 -- JSON
        """The body as JSON."""
        return self.get_json()

    def get_data(self, as_text: bool = False) -> bytes | str:  # noqa: FBT001, FBT002 -- Flask's own parameter
        """Returns the body."""
        return self.data.decode() if as_text else self.data

    def get_json(self, force: bool = False, silent: bool = False) -> Any:  # noqa: ANN401, FBT001, FBT002 -- as Flask's
        """Returns the body as JSON; None where it isn't and ``silent`` is set.

        Raises:
            ValueError: The body isn't JSON, or doesn't say so.
        """
        if not self.is_json and not force:
            if silent:
                return None
            raise ValueError("the request's Content-Type isn't application/json")
        try:
            return json.loads(self.data)
        except ValueError:
            if silent:
                return None
            raise
