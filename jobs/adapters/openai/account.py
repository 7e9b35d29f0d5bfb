"""The Foundry account that is tuned and deployed on, at its own host and as Azure Resource Manager knows it."""

from collections.abc import Iterator
from typing import Any

from jobs.adapters.rest import AzureRest
from jobs.adapters.workspace import MANAGEMENT
from jobs.domain.stack import StackOutputs

SCOPE = "https://cognitiveservices.azure.com/.default"
"""What the account's own host wants tokens for (azure-rest-api-specs, OpenAI.v1, security)."""

API_VERSION = "2025-06-01"
"""Of Microsoft.CognitiveServices, the same as in catalogue/types."""

_PAGE = "100"


class OpenAIAccount:
    """Where the account's parts are.

    Its own host is asked at `/openai/v1`, which needs no api-version (azure-rest-api-specs,
    specification/ai/data-plane/OpenAI.v1, 2025).

    Args:
        rest: requests with tokens for the account's host.
        management: requests with tokens for Azure Resource Manager.
        stack: whose account it is.
    """

    def __init__(self, rest: AzureRest, management: AzureRest, stack: StackOutputs) -> None:
        self.rest = rest
        self.management = management
        self.stack = stack

    @property
    def host(self) -> str:
        """`https://NAME.openai.azure.com`."""
        return self.stack.openai_endpoint.rstrip("/")

    def url(self, path: str) -> str:
        """The URL of something at its own host: `/fine_tuning/jobs`."""
        return f"{self.host}/openai/v1{path}"

    def deployment_url(self, name: str = "") -> str:
        """The URL of a deployment at Azure Resource Manager, or of all."""
        return f"{MANAGEMENT}{self.stack.account_id}/deployments" + (f"/{name}" if name else "")

    def items(self, path: str) -> Iterator[dict[str, Any]]:
        """A list, page by page, newest first as the service gives it; empty where there is no such list."""
        query = {"limit": _PAGE}
        while True:
            reply = self.rest.find(self.url(path), **query)
            page: dict[str, Any] = reply.body if reply else {}
            found = page.get("data") or []
            yield from found
            # A page that ends where the one before ended would be followed by itself for ever.
            if not page.get("has_more") or not found or str(found[-1]["id"]) == query.get("after"):
                return
            query = {"limit": _PAGE, "after": str(found[-1]["id"])}
