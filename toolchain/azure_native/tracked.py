"""One resource of the provider: its type, its ARM client and the calls that all operations share."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.resource_types import ResourceType
from toolchain.azure_native.arm import Arm
from toolchain.azure_native.errors import ArmError
from toolchain.azure_native.exchange import Answer
from toolchain.azure_native.polling import Operation, wait

DEFAULT_TIMEOUT = 120 * 60.0
"""Seconds that a create, update or delete may take; source: pulumi-azure-native provider/provider.go @ c6ef3c6c."""


@dataclass(frozen=True)
class Tracked:
    """A resource by its id.

    Attributes:
        row: its type.
        arm: how to reach Azure.
        id: its resource id.
    """

    row: ResourceType
    arm: Arm
    id: str

    def read(self) -> Answer | None:
        """Reads the resource; None when there is none.

        Raises:
            ArmError: Azure refused.
        """
        try:
            return self.arm.call("GET", self.id, self.row.api_version)
        except ArmError as error:
            if error.status == 404:
                return None
            raise

    def send(self, method: str, body: Any = None, query: Mapping[str, str] | None = None) -> Answer:  # noqa: ANN401 - JSON
        """Sends a write and gives the first answer.

        Raises:
            ArmError: Azure refused.
        """
        return self.arm.call(method, self.id, self.row.api_version, body, query)

    def finish(self, method: str, first: Answer, timeout: float) -> None:
        """Waits until a write is over, where there is something to wait for.

        Args:
            method: PUT, PATCH or DELETE.
            first: the answer to it.
            timeout: seconds to wait at most; 0 for the default.

        Raises:
            ArmError: it failed after Azure had accepted it.
        """
        marked = ("delete" if method == "DELETE" else "put") in self.row.operations.long_running
        if marked or (method != "DELETE" and first.status == 202):
            deadline = self.arm.clock.monotonic() + (timeout or DEFAULT_TIMEOUT)
            wait(self.arm, Operation(method, self.id, self.row.api_version, deadline), first)
