"""Serves a tuned model behind a managed online endpoint: Azure ML's scoring script.

Azure ML's inference server calls ``init`` once and ``run`` for each request. The model's folder, ``AZUREML_MODEL_DIR``
or a folder in it, holds what the training job has left: ``base``, ``adapter`` and ``summary.json``.

A chat is asked in OpenAI's shape (messages, temperature, top_p, max_tokens, seed, stop, stream); ``"model": "base"``
answers with the untuned weights, anything else with the tuned ones. A classifier takes ``{"text"}``, ``{"texts"}`` or
a chat, and answers with labels and scores; ``"model": "base"`` is answered by the language model below it.
"""

import json
import os
from pathlib import Path
from typing import Any

# Read by torch and by the hub's client when they are imported: threads that wait give their core away, and nothing is
# looked up on the network.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

from api_error import ApiError
from raw_http import AMLResponse, answer, rawhttp

_LARGEST_BODY = 4 * 1024 * 1024
_BASE = "base"


class Service:
    """Answers requests with one tuned model.

    Args:
        root: ``AZUREML_MODEL_DIR``.
    """

    def __init__(self, root: Path) -> None:
        from chats import Chats
        from classifier import Classifier
        from loading import load
        from model_folder import find_model
        from served_model import served

        model = find_model(root)
        loaded = load(model)
        base = served(_BASE, model.base_label, loaded.base, loaded.tokenizer, loaded.device)
        if model.labels:
            self._tuned: Any = Classifier(loaded, model.labels, model.tuned_label)
            self._chats = Chats(base, base)
        else:
            tuned = served("tuned", model.tuned_label, loaded.tuned, loaded.tokenizer, loaded.device)
            self._chats = self._tuned = Chats(base, tuned)
        kind = f"a classifier of {len(model.labels)} labels" if model.labels else "chats"
        print(f"serving {model.tuned_label} ({kind}) on {loaded.device}", flush=True)

    def answer(self, body: dict[str, Any]) -> AMLResponse:
        """Answers a request.

        Raises:
            ApiError: It can't be answered as asked.
        """
        service = self._chats if body.get("model") == _BASE else self._tuned
        response: AMLResponse = service.answer(body)
        return response


# The contract's own: init() and run() are functions of this module, and share what init() has made.
_services: list[Service] = []


def init() -> None:
    """Loads the model.

    Raises:
        ModelFolderError: There is none that can be served.
    """
    _services[:] = [Service(Path(os.environ["AZUREML_MODEL_DIR"]))]


@rawhttp
def run(request: Any) -> AMLResponse:  # noqa: ANN401 -- the server's own request, or the body
    """Answers one request.

    Args:
        request: The request, or its body as text.
    """
    try:
        return _services[0].answer(_body(request))
    except ApiError as error:
        headers = {"Retry-After": str(error.retry_after)} if error.retry_after is not None else {}
        return answer(error.body(), error.status, headers)


def _body(request: Any) -> dict[str, Any]:  # noqa: ANN401 -- see run
    if getattr(request, "method", "POST") != "POST":
        raise ApiError(405, "method_not_allowed", f"{request.method} isn't answered here: POST a chat")
    content = request.get_data() if hasattr(request, "get_data") else request
    if len(content) > _LARGEST_BODY:
        raise ApiError(413, "request_too_large", f"the body has {len(content)} bytes; {_LARGEST_BODY} are the most")
    try:
        body = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise ApiError(400, "invalid_json", f"the body is not JSON: {error}") from error
    if not isinstance(body, dict):
        raise ApiError(400, "invalid_request", "the body is not a JSON object")
    return body
