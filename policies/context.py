"""What policies know of a stack beside its resources: its settings, and the day that counts."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from catalogue.models import models

DAY_VARIABLE: Final = "TUNESTACK_POLICY_DAY"
"""The day, as YYYY-MM-DD, that expiry is judged by. Policies read no clock: the same stack gets the same answer."""

STRICTEST: Final = "prod"
"""What a stack counts as that doesn't say which environment it is for."""


class PolicyConfigurationError(ValueError):
    """The configuration of the policies can't be used; the message names the key and what is allowed."""


@dataclass(frozen=True)
class Context:
    """What holds for a whole stack.

    Attributes:
        environment: Such as ``dev``, as the stack's settings have it.
        is_private: Whether resources are reached through private endpoints alone.
        identity_profile: ``least``, or ``seed``, which gives one identity Contributor and needs key-based datastores.
        methods: How models are tuned: serverless, openai, command.
        day: The day that expiry is judged by.
        catalogue_day: The day whose models count.
        options: What the policy at work is configured with.
    """

    environment: str
    is_private: bool
    identity_profile: str
    methods: tuple[str, ...]
    day: dt.date
    catalogue_day: dt.date
    options: Mapping[str, Any] = field(default_factory=dict)


def read_context(configuration: Mapping[str, str], variables: Mapping[str, str]) -> Context:
    """Reads what the policies need from a stack's configuration.

    Args:
        configuration: All values of the stack by full key; what isn't text as JSON. Values that the program itself
            would refuse are left to it to refuse.
        variables: The environment variables.

    Raises:
        PolicyConfigurationError: The day isn't one.
    """
    as_of = models().as_of
    pinned = configuration.get("tunestack:catalogue_date")
    return Context(
        environment=configuration.get("tunestack:environment", STRICTEST),
        is_private=_member(configuration.get("tunestack:network"), "profile") == "private",
        identity_profile=configuration.get("tunestack:identity_profile", "least"),
        methods=_methods(configuration.get("tunestack:models")),
        day=_day(DAY_VARIABLE, variables[DAY_VARIABLE]) if variables.get(DAY_VARIABLE) else as_of,
        catalogue_day=_day("tunestack:catalogue_date", pinned) if pinned else as_of,
    )


def _methods(text: str | None) -> tuple[str, ...]:
    return tuple(name for name in ("serverless", "openai", "command") if _member(text, name))


def _member(text: str | None, name: str) -> Any:  # noqa: ANN401 (any JSON value)
    try:
        value = json.loads(text or "{}")
    except json.JSONDecodeError:
        return None
    return value.get(name) if isinstance(value, dict) else None


def _day(name: str, text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise PolicyConfigurationError(f"{name} is {text!r}, which is no day; give it as YYYY-MM-DD") from None
