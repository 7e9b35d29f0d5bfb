"""What can go wrong on the way to Azure, worded as the official provider words it."""

from typing import Any


class ProviderError(Exception):
    """A call that could not be done; the message is what the user reads."""


class UnsupportedError(ProviderError):
    """Something that the official provider can do and this stand-in cannot."""


class ArmError(ProviderError):
    """An answer of Azure that isn't success.

    Args:
        status: the HTTP status.
        code: Azure's error code; empty when the answer had none.
        message: Azure's message, or the answer's text.
    """

    def __init__(self, status: int, code: str, message: str) -> None:
        named = f' Code="{code}"' if code else ""
        super().__init__(f'Status={status}{named} Message="{message}"')
        self.status = status
        self.code = code
        self.message = message


class InitializationError(ProviderError):
    """A resource that exists now but did not get ready: the engine keeps it in the state.

    Args:
        message: why it did not.
        id: the resource.
        state: its outputs as they could be read; empty when they could not.
        inputs: what it was asked to be.
    """

    def __init__(self, message: str, *, id: str, state: dict[str, Any], inputs: dict[str, Any]) -> None:  # noqa: A002
        super().__init__(message)
        self.id = id
        self.state = state
        self.inputs = inputs
