"""Asks a deployed model a question: the one function behind the flow, its successor, and the evaluations of both.

It stands alone: azure-core and azure-identity are all it needs. A model of any method is to it a URL that answers chat
completions, and a scope that tokens are for. Proxy and certificates are the environment's, as for any Azure client.
"""

import base64
import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from azure.core import PipelineClient
from azure.core.credentials import AccessToken, TokenCredential
from azure.core.exceptions import AzureError
from azure.core.pipeline.policies import BearerTokenCredentialPolicy, HeadersPolicy, RetryPolicy, UserAgentPolicy
from azure.core.rest import HttpRequest, HttpResponse

HOSTS = (
    ".models.ai.azure.com",
    ".inference.ml.azure.com",
    ".openai.azure.com",
    ".cognitiveservices.azure.com",
    ".services.ai.azure.com",
)
"""Where Azure serves models in its public cloud (Azure's documentation of each service, 2026-10): tokens stay there."""

_OK = 200


class AskError(Exception):
    """The model gave no answer; the message says why."""


@dataclass(frozen=True)
class DeployedModel:
    """A model that answers.

    Attributes:
        url: Of its chat completions, whole.
        scope: What tokens for it are for, e.g. `https://ml.azure.com/.default`.
        tenant_id: The only tenant whose tokens are sent to it; any where empty.
        model: Which of the models behind the URL is meant; empty where there is one.
        system: The system message that it is asked under; none where empty.
        temperature: 0 always takes the likeliest token.
        max_tokens: An answer is cut off there.
    """

    url: str
    scope: str
    tenant_id: str = ""
    model: str = ""
    system: str = ""
    temperature: float = 0.7
    max_tokens: int = 128

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "DeployedModel":
        """The model that the environment names, as `as_environment` has written it.

        Raises:
            AskError: It names none.
        """
        missing = [name for name in (_URL, _SCOPE) if not environment.get(name)]
        if missing:
            raise AskError(f"{' and '.join(missing)} must say which model to ask; `tunestack promptflow` sets them")
        return cls(
            environment[_URL],
            environment[_SCOPE],
            tenant_id=environment.get(_TENANT, ""),
            model=environment.get(_MODEL, ""),
            system=environment.get(_SYSTEM, ""),
            temperature=float(environment.get(_TEMPERATURE, cls.temperature)),
            max_tokens=int(environment.get(_MAX_TOKENS, cls.max_tokens)),
        )

    def as_environment(self) -> dict[str, str]:
        """The variables that name this model to another process; no secret is among them."""
        return {
            _URL: self.url,
            _SCOPE: self.scope,
            _TENANT: self.tenant_id,
            _MODEL: self.model,
            _SYSTEM: self.system,
            _TEMPERATURE: str(self.temperature),
            _MAX_TOKENS: str(self.max_tokens),
        }


_URL = "TUNESTACK_MODEL_URL"
_SCOPE = "TUNESTACK_TOKEN_SCOPE"
_TENANT = "TUNESTACK_TENANT_ID"
_MODEL = "TUNESTACK_MODEL"
_SYSTEM = "TUNESTACK_SYSTEM_MESSAGE"
_TEMPERATURE = "TUNESTACK_TEMPERATURE"
_MAX_TOKENS = "TUNESTACK_MAX_TOKENS"


def ask(
    deployed: DeployedModel,
    question: str,
    *,
    history: Sequence[Mapping[str, str]] = (),
    credential: TokenCredential | None = None,
) -> str:
    """Asks once; throttling and passing failures are waited out, as long as the service says.

    Args:
        deployed: The model.
        question: What the user says now.
        history: What was said before: `role` and `content`, oldest first.
        credential: Whose tokens are sent; that of the environment (identity, workload or login) unless given.

    Returns:
        The answer; empty where the model, or the content filter over its answer, left it empty.

    Raises:
        AskError: There is no answer, or the URL isn't one that a token may be sent to.
    """
    host = _azure_host(deployed.url)
    system = [{"role": "system", "content": deployed.system}] if deployed.system else []
    body = {
        "messages": [*system, *history, {"role": "user", "content": question}],
        "temperature": deployed.temperature,
        "max_tokens": deployed.max_tokens,
        **({"model": deployed.model} if deployed.model else {}),
    }
    request = HttpRequest("POST", deployed.url, json=body)
    try:
        if credential is None:
            response = _send(_client(deployed.scope, deployed.tenant_id), request)
        else:
            with _connected(credential, deployed) as client:
                response = _send(client, request)
    except AzureError as error:
        raise AskError(f"{host} can't be asked: {_first_line(error.message)}") from error
    if response.status_code != _OK:
        raise AskError(f"{host} answered {response.status_code}: {_reason(response)}")
    return _text(response, host)


def messages_of(chat_history: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Earlier turns as a model takes them.

    Args:
        chat_history: As Prompt flow keeps it: the `inputs` and `outputs` of the flow, turn by turn.
    """
    messages = []
    for turn in chat_history:
        messages.append({"role": "user", "content": turn["inputs"]["input_data"]})
        messages.append({"role": "assistant", "content": turn["outputs"]["answer"]})
    return messages


def _azure_host(url: str) -> str:
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    # A name of letters, digits and hyphens: nothing that another parser of URLs could read as another host.
    if parts.scheme != "https" or not re.fullmatch(r"[a-z0-9.-]+", host) or not host.endswith(HOSTS):
        raise AskError(f"{parts.scheme}://{host} isn't where Azure serves models: no token is sent there")
    return host


@cache
def _client(scope: str, tenant_id: str) -> "PipelineClient[HttpRequest, HttpResponse]":
    """Kept while the process lasts, since it holds the token and the connections; safe to use from several threads."""
    from azure.identity import DefaultAzureCredential

    return _connected(DefaultAzureCredential(), DeployedModel("", scope, tenant_id))


def _connected(credential: TokenCredential, deployed: DeployedModel) -> "PipelineClient[HttpRequest, HttpResponse]":
    """No policy follows redirects: a token never leaves the host that was checked."""
    return PipelineClient(
        "",
        policies=[
            HeadersPolicy({"Accept": "application/json"}),
            UserAgentPolicy("tunestack"),
            RetryPolicy(retry_total=6, retry_status=6, retry_backoff_max=60),
            BearerTokenCredentialPolicy(_OfTenant(credential, deployed.tenant_id), deployed.scope),
        ],
    )


def _send(client: "PipelineClient[HttpRequest, HttpResponse]", request: HttpRequest) -> HttpResponse:
    """Asking twice does no harm: this POST may be repeated, which azure-core lets only each request say."""
    return client.send_request(request, retry_on_methods=frozenset({"POST"}))


class _OfTenant:
    """Hands out another credential's tokens when they are of the right tenant."""

    def __init__(self, inner: TokenCredential, tenant_id: str) -> None:
        self._inner = inner
        self._tenant_id = tenant_id

    def get_token(self, *scopes: str, **options: Any) -> AccessToken:  # noqa: ANN401 -- as azure-core has it
        token = self._inner.get_token(*scopes, **options)
        if self._tenant_id and _tenant(token.token) != self._tenant_id:
            raise AskError(f"the token is of tenant {_tenant(token.token)}, the model of {self._tenant_id}")
        return token


def _tenant(token: str) -> str:
    """What a token says about itself; Azure checks its signature."""
    parts = token.split(".")
    if len(parts) != 3:
        return "unknown"
    return str(json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4))).get("tid"))


def _text(response: HttpResponse, host: str) -> str:
    try:
        content = response.json()["choices"][0]["message"].get("content")
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise AskError(f"{host} answered no chat completion: {response.text()[:200]}") from error
    return str(content or "").strip()


def _reason(response: HttpResponse) -> str:
    """Azure's shape is `{"error": {"code", "message"}}`; anything else is shown as it came."""
    try:
        error = response.json()["error"]
        return f"{error['message']} ({error['code']})"
    except (ValueError, LookupError, TypeError):
        return _first_line(response.text()) or response.reason


def _first_line(text: str) -> str:
    return next(iter(text.strip().splitlines()), "")[:300]
