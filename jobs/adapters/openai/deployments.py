"""Deployments on a Foundry account, through Azure Resource Manager: of tuned models, and of their base."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from catalogue.models import models
from jobs.adapters.long_running import wait_until_done
from jobs.adapters.openai.account import API_VERSION, OpenAIAccount
from jobs.adapters.rest import Reply
from jobs.domain.endpoint import SUCCEEDED, Endpoint, EndpointSpec
from jobs.domain.errors import CloudError, QuotaError, UsageError
from jobs.ports import Clock

FORMAT = "OpenAI"
VERSION = "1"
"""Of every tuned model: each job's has a name of its own (azure-ai-docs, fine-tuning-deploy, 2026-02-11)."""

_FAILED: Final = {"Failed", "Canceled", "Disabled"}
_BUSY = "RequestConflict"
"""Azure writes an account's children one at a time."""
_PAUSE_SECONDS = 5.0
_LONGEST_WAIT_SECONDS = 1800.0
_AVAILABLE = re.compile(r"available capacity (\d+)")
"""In Azure's refusal, as seen in Azure-Samples/azure-search-openai-demo#402: what may be asked for instead. The role
that tunes and deploys sees the account, not the region's quota."""


class OpenAIDeployments:
    """Deployments of one account; each is an endpoint of its own.

    Args:
        account: whose deployments they are.
        clock: waits while they are provisioned.
    """

    def __init__(self, account: OpenAIAccount, clock: Clock) -> None:
        self._account = account
        self._clock = clock

    def list(self) -> "list[Endpoint]":
        """All deployments, the stack's own base deployment first: it is the one to take of several of the base."""
        found = self._account.management.pages(self._account.deployment_url(), api_version=API_VERSION)
        own = self._account.stack.deployment_name
        return sorted((self._endpoint(item) for item in found), key=lambda one: one.name != own)

    def create(self, spec: EndpointSpec) -> Endpoint:
        """Creates a deployment, or brings one of that name to what is asked for, and waits until it serves.

        Where quota leaves less capacity than is asked for, it has what is left: it then serves with a lower rate.

        Raises:
            UsageError: it is the stack's own, or is to have no content filter.
            QuotaError: there is no capacity left at all.
            CloudError: provisioning failed; with Azure's reason.
        """
        if not spec.content_safety:
            raise UsageError(
                "a deployment of Azure OpenAI always has a content filter",
                fix="Leave deployment.content_safety out; the stack's openai.content_filter sets another filter.",
            )
        self._refuse_own(spec.name)
        try:
            return self._put(spec)
        except QuotaError as refused:
            left = _AVAILABLE.search(str(refused))
            if left is None or not 0 < int(left[1]) < spec.capacity:
                raise
            return self._put(replace(spec, capacity=int(left[1])))

    def delete(self, name: str) -> None:
        """Deletes a deployment and waits until it is gone.

        Raises:
            UsageError: it is the stack's own.
        """
        self._refuse_own(name)
        url = self._account.deployment_url(name)
        reply = self._retried(lambda: self._account.management.delete(url, api_version=API_VERSION))
        if reply is not None:
            wait_until_done(self._account.management, reply, self._clock, f"deployments/{name}")

    def _refuse_own(self, name: str) -> None:
        if name.lower() == self._account.stack.deployment_name.lower():
            raise UsageError(
                f"deployment {name} is the stack's own base deployment",
                fix="`pulumi up` changes it, `pulumi destroy` removes it.",
            )

    def _put(self, spec: EndpointSpec) -> Endpoint:
        management, url = self._account.management, self._account.deployment_url(spec.name)
        body = _body(spec, self._content_filter())
        reply = self._retried(lambda: management.put(url, body, api_version=API_VERSION))
        if reply:
            wait_until_done(management, reply, self._clock, f"deployments/{spec.name}")
        while True:
            endpoint = self._endpoint(management.get(url, api_version=API_VERSION).body)
            if endpoint.state == SUCCEEDED:
                return endpoint
            if endpoint.state in _FAILED:
                raise CloudError(f"deployment {spec.name} is {endpoint.state}", fix="Delete it and deploy again.")
            self._clock.sleep(_PAUSE_SECONDS)

    def _content_filter(self) -> str | None:
        """That of the stack's base deployment, so that both models are screened alike; Azure's default without one."""
        own = self._account.stack.deployment_name
        found = own and self._account.management.find(self._account.deployment_url(own), api_version=API_VERSION)
        return str(found.body["properties"].get("raiPolicyName") or "") or None if found else None

    def _retried(self, ask: Callable[[], Reply | None]) -> Reply | None:
        """Asks again while something else of the account is being written."""
        began = self._clock.monotonic()
        while True:
            try:
                return ask()
            except CloudError as error:
                if error.code != _BUSY or self._clock.monotonic() - began > _LONGEST_WAIT_SECONDS:
                    raise
                self._clock.sleep(_PAUSE_SECONDS)

    def _endpoint(self, body: Mapping[str, Any]) -> Endpoint:
        properties, sku = body["properties"], body.get("sku") or {}
        return Endpoint(
            name=str(body["name"]),
            state=str(properties.get("provisioningState") or ""),
            uri=self._account.host,
            model_id=str((properties.get("model") or {}).get("name") or ""),
            content_safety=True,
            tags=body.get("tags") or {},
            sku=str(sku.get("name") or ""),
            capacity=int(sku.get("capacity") or 0),
        )


def _body(spec: EndpointSpec, content_filter: str | None) -> dict[str, Any]:
    base = models().models.get(spec.model_id)
    model = {"format": FORMAT, "name": spec.model_id, "version": base.version if base else VERSION}
    properties = {"model": model, **({"raiPolicyName": content_filter} if content_filter else {})}
    return {"tags": dict(spec.tags), "sku": {"name": spec.sku, "capacity": spec.capacity}, "properties": properties}
