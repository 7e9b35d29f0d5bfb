"""Where a deployed model takes questions, and what tokens it wants, by the method that it was tuned by."""

from collections.abc import Callable

from jobs.adapters.chat_completions import SCOPE as MACHINE_LEARNING
from jobs.adapters.chat_completions import online_url, serverless_url
from jobs.adapters.openai.account import SCOPE as COGNITIVE_SERVICES
from jobs.adapters.openai.chat import deployment_url
from jobs.domain.endpoint import Endpoint
from jobs.promptflow.flow.ask import DeployedModel

_ADDRESSES: dict[str, tuple[Callable[[Endpoint], str], str]] = {
    "serverless": (serverless_url, MACHINE_LEARNING),
    "openai": (deployment_url, COGNITIVE_SERVICES),
    "command": (online_url, MACHINE_LEARNING),
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
