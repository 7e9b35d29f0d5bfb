"""Where a deployed model takes questions, and what tokens it wants, by the method that it was tuned by."""

from collections.abc import Callable

from jobs.domain.endpoint import Endpoint
from jobs.promptflow.flow.ask import DeployedModel

_ML = "https://ml.azure.com/.default"
_COGNITIVE_SERVICES = "https://cognitiveservices.azure.com/.default"
_OPENAI_VERSION = "2024-10-21"
"""The newest api-version of Azure OpenAI's data plane that is generally available (azure-rest-api-specs, 2026-10)."""

_ADDRESSES: dict[str, tuple[Callable[[Endpoint], str], str]] = {
    "serverless": (lambda endpoint: f"{endpoint.uri}/v1/chat/completions", _ML),
    "openai": (
        lambda endpoint: (
            f"{endpoint.uri}/openai/deployments/{endpoint.name}/chat/completions?api-version={_OPENAI_VERSION}"
        ),
        _COGNITIVE_SERVICES,
    ),
    "command": (lambda endpoint: endpoint.uri, _ML),
}


def model_at(endpoint: Endpoint, method: str, *, tenant_id: str, system: str) -> DeployedModel:
    """The model behind an endpoint, as the flow asks it.

    Args:
        endpoint: where it is served; of several deployments behind it, traffic picks one.
        method: that it was tuned by.
        tenant_id: the stack's.
        system: the message it is asked under; none where empty.
    """
    url, scope = _ADDRESSES[method]
    return DeployedModel(url(endpoint), scope, tenant_id=tenant_id, model=endpoint.asked_as, system=system)
