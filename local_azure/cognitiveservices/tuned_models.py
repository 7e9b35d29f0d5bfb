"""Tuned models as deployments need them: which account has made which, told by the service that tunes."""

from typing import Protocol

from local_azure.platform import Platform

PORT = "tuned-models"


class TunedModels(Protocol):
    """What a service that tunes models provides under the name ``tuned-models``."""

    def base_of(self, account_id: str, name: str) -> str | None:
        """Returns the base model that an account's tuned model was made from; None where it has none of that name."""


def base_of(platform: Platform, account_id: str, name: str) -> str | None:
    """Returns the base model that a tuned model was made from; None where there is none of that name."""
    try:
        tuned = platform.require(PORT, object)
    except LookupError:
        return None
    return tuned.base_of(account_id, name) if hasattr(tuned, "base_of") else None
