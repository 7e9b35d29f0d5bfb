"""A scoring script: loaded from its file, ``init`` called once, ``run`` for each request."""

import importlib.util
import inspect
import json
import sys
from collections.abc import Callable
from pathlib import Path

from azureml_inference_server_http.api.aml_request import MARK, AMLRequest

_HEADERS = "request_headers"
_TAKEN = (inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


class ScriptError(Exception):
    """The script can't serve; the message says why."""


class BadInputError(Exception):
    """The request's body can't be given to ``run``."""


class UserScript:
    """A loaded scoring script.

    Args:
        root: The folder that its modules are imported from.
        entry: The script, relative to it.

    Raises:
        ScriptError: There is no such file, or it lacks ``init`` or a fitting ``run``.
    """

    def __init__(self, root: Path, entry: str) -> None:
        file = root / entry
        if not file.is_file():
            raise ScriptError(f"there is no scoring script {file}")
        sys.path.append(str(root))
        spec = importlib.util.spec_from_file_location("entry_module", file)
        assert spec is not None  # noqa: S101 -- a file that is there has a spec
        assert spec.loader is not None  # noqa: S101 -- and a loader
        module = importlib.util.module_from_spec(spec)
        sys.modules["entry_module"] = module
        spec.loader.exec_module(module)
        for name in ("init", "run"):
            if not callable(getattr(module, name, None)):
                raise ScriptError(f"the scoring script {file} has no function {name}()")
        self.init = module.init
        self._run = module.run
        self._is_raw = bool(getattr(module.run, MARK, False))
        self._data, self._takes_headers = _parameters(module.run)

    def run(self, request: AMLRequest) -> object:
        """Returns what ``run`` makes of a request.

        Raises:
            BadInputError: The body isn't UTF-8.
            Exception: Whatever ``run`` raises.
        """
        given = {self._data: request if self._is_raw else _text(request)}
        if self._takes_headers:
            given[_HEADERS] = dict(request.headers.items())
        return self._run(**given)


def _parameters(run: Callable[..., object]) -> tuple[str, bool]:
    parameters = inspect.signature(run).parameters.values()
    if any(each.kind not in _TAKEN for each in parameters):
        raise ScriptError("run() may not have positional-only parameters, *args or **kwargs")
    names = [each.name for each in parameters]
    data = next((name for name in names if name != _HEADERS), None)
    if data is None:
        raise ScriptError("run() must have a parameter for the data")
    return data, _HEADERS in names


def _text(request: AMLRequest) -> str:
    if request.method == "GET":
        return json.dumps({name: _value(text) for name, text in request.args.items()})
    try:
        return request.data.decode()
    except UnicodeDecodeError as error:
        raise BadInputError(f"the body isn't UTF-8: {error}") from error


def _value(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return text
