"""The raw response that a scoring script's ``run`` may return."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

_JSON = "application/json"


class AMLResponse:
    """A response that goes to the caller as it is.

    Args:
        message: Bytes or text; an iterable of them is streamed; anything with ``json_str``, which makes JSON of it.
            None is an empty JSON object.
        status_code: The HTTP status.
        response_headers: Further headers; several values of one are separated by commas.
        json_str: Whether to make JSON of the message.
        run_function_failed: Whether the response says that ``run`` failed.
    """

    def __init__(
        self,
        message: Any,  # noqa: ANN401 -- whatever JSON can be made of
        status_code: int,
        response_headers: Mapping[str, str] | None = None,
        json_str: bool = False,  # noqa: FBT001, FBT002 -- the package's own parameter
        run_function_failed: bool = False,  # noqa: FBT001, FBT002 -- likewise
    ) -> None:
        self.status_code = status_code
        is_json = json_str or message is None
        self.content = json.dumps({} if message is None else message) if is_json else message
        self.headers = {
            "Content-Type": _JSON if is_json else "text/html; charset=utf-8",
            "x-ms-run-function-failed": str(bool(run_function_failed)),
        }
        for name, value in (response_headers or {}).items():
            known = next((each for each in self.headers if each.lower() == name.lower()), name)
            self.headers.pop(known, None)
            self.headers[name] = value

    @property
    def parts(self) -> Iterable[bytes]:
        """The body's parts, each as bytes; one alone where it isn't streamed."""
        whole = isinstance(self.content, bytes | bytearray | str)
        return [_bytes(self.content)] if whole else (_bytes(part) for part in self.content)

    @property
    def is_streamed(self) -> bool:
        """Whether the body comes in parts."""
        return not isinstance(self.content, bytes | bytearray | str)


def _bytes(part: str | bytes) -> bytes:
    return part.encode() if isinstance(part, str) else bytes(part)
