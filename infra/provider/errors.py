"""Errors that the engine shows as they are: each names the thing, the cause and what helps."""


class ProviderError(Exception):
    """Something that was asked of the provider couldn't be done."""


class OwnResourceError(ProviderError):
    """What was asked of one of our own resources can't be done."""


class NoAnswerError(ProviderError):
    """Azure couldn't be asked: no credential, no connection, or no answer after all retries."""


class CancelledError(ProviderError):
    """The engine cancelled what was being waited for."""

    def __init__(self) -> None:
        super().__init__("cancelled; run the same command again to go on")


class ArmError(ProviderError):
    """Azure refused or failed a request.

    Attributes:
        status: HTTP status; 0 for a long-running operation that failed.
        code: Azure's error code.
    """

    def __init__(self, what: str, *, status: int, code: str, message: str) -> None:
        super().__init__(f"{what}: {code or status}: {message}")
        self.status = status
        self.code = code
