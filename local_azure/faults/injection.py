"""Lets requests run into the faults of the plan before, or after, the application sees them."""

import asyncio
import logging
from datetime import UTC
from email.utils import format_datetime
from typing import Any

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from local_azure.clock import Clock
from local_azure.errors import AzureError
from local_azure.faults.rules import FaultPlan, Rule
from local_azure.retry_after import retry_after

LOG = logging.getLogger(__name__)


class FaultInjection:
    """An ASGI application with faults in front of it.

    Args:
        application: Does the work of requests that aren't hit.
        plan: Says which are.
        clock: What dates are told by; the clients' own, which may be another than the instance's.
    """

    def __init__(self, application: ASGIApp, plan: FaultPlan, clock: Clock) -> None:
        self._application = application
        self._plan = plan
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request, or lets it run into its fault."""
        rule = self._hit(scope)
        if rule is None:
            await self._application(scope, receive, send)
        elif rule.kind == "refuse":
            await JSONResponse(_refusal(rule).body(), rule.status, self._headers(rule))(scope, receive, send)
        elif rule.kind == "delay":
            await asyncio.sleep(rule.seconds)  # real seconds, as the client's time-outs are
            await self._application(scope, receive, send)
        else:
            if rule.kind == "lose":
                await self._application(scope, receive, _nowhere)
            await _cut(send)

    def _headers(self, rule: Rule) -> dict[str, str]:
        now = self._clock.now()
        date = {"Date": format_datetime(now.astimezone(UTC), usegmt=True)}
        return date if rule.retry_after is None else date | retry_after(rule.retry_after, rule.retry_after_form, now)

    def _hit(self, scope: Scope) -> Rule | None:
        if scope["type"] != "http":
            return None
        host = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
        rule = self._plan.hit(scope["method"], host.partition(":")[0], scope["path"])
        if rule is not None:
            LOG.warning("fault on purpose (%s): %s https://%s%s", rule.kind, scope["method"], host, scope["path"])
        return rule


def _refusal(rule: Rule) -> AzureError:
    return AzureError(rule.status, rule.code, "A fault on purpose: the rules of the local Azure's faults refuse this.")


async def _nowhere(_message: Message) -> None:
    """Takes an answer that gets lost."""


async def _cut(send: Send) -> None:
    """Ends the connection without an answer, as a network that fails does."""
    transport: Any = getattr(getattr(send, "__self__", None), "transport", None)  # of uvicorn's cycle; ASGI has no way
    if transport is None:
        raise ConnectionAbortedError("a fault on purpose")
    transport.abort()
    await asyncio.sleep(0)  # until the server knows, or it would answer that nothing was answered
