"""Errors of diagnostic settings: the code and message alone, without the ``error`` around them (errors as seen)."""

from local_azure.errors import AzureError
from local_azure.json_types import Json


class BareError(AzureError):
    """An answer of Azure Monitor's diagnostic settings, whose body is the error itself."""

    def body(self) -> Json:
        """Returns the answer's body, ``{"code", "message"}``."""
        return self.inner()
