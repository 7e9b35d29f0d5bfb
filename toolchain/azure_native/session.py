"""What a configured provider works with: the configuration, the way to Azure, and where resource groups are."""

import threading
from collections.abc import Callable

from catalogue.resource_types import by_token
from toolchain.azure_native.arm import PARTNER, Arm
from toolchain.azure_native.clock import Clock
from toolchain.azure_native.configuration import Configuration
from toolchain.azure_native.credentials import MANAGEMENT, credential
from toolchain.azure_native.errors import ProviderError
from toolchain.azure_native.exchange import Exchange
from toolchain.azure_native.resource_id import build_id
from toolchain.azure_native.tracked import Tracked
from toolchain.azure_native.values import Properties

VERSION = "3.24.0"
"""The release of azure-native that this stands in for."""

GROUPS_VERSION = "2020-10-01"
"""API version that the official provider asks for a group's location with."""


class Session:
    """A provider that knows who it is.

    Args:
        configuration: what it was configured with.
        connect: opens the way to Azure.
        clock: waits.

    Raises:
        ProviderError: what answers is not a local Azure, or the configuration lacks a credential.
    """

    def __init__(self, configuration: Configuration, connect: Callable[[], Exchange], clock: Clock) -> None:
        exchange = connect()
        # Before any secret is sent: is this the local Azure? (The answer needs no token.)
        exchange("GET", f"{MANAGEMENT}/metadata/endpoints?api-version=2022-09-01", {}, None)
        self.configuration = configuration
        self.arm = Arm(exchange, credential(configuration, exchange, clock), clock, _user_agent(configuration))
        self._locations: dict[str, str | None] = {}
        self._lock = threading.Lock()

    def tracked(self, token: str, inputs: Properties, resource_id: str = "") -> Tracked:
        """Names a resource by its type's token and its id, or the inputs that make its id."""
        row = by_token(token)
        return Tracked(row, self.arm, resource_id or build_id(row, inputs, self.configuration.subscription_id))

    def group_location(self, name: str) -> str | None:
        """Looks up where a resource group is, once; None where that cannot be had."""
        with self._lock:
            if name not in self._locations:
                path = f"/subscriptions/{self.configuration.subscription_id}/resourceGroups/{name}"
                try:
                    self._locations[name] = self.arm.call("GET", path, GROUPS_VERSION).body.get("location")
                except ProviderError:
                    # The check says that the location is missing, and how to give one.
                    return None
            return self._locations[name]


def _user_agent(configuration: Configuration) -> str:
    partner = configuration.value("partnerId")
    if not partner and configuration.value("disablePulumiPartnerId") != "true":
        partner = PARTNER
    own = configuration.environment.get("AZURE_HTTP_USER_AGENT", "")
    return " ".join(part for part in (f"pulumi-azure-native/{VERSION} tunestack-stand-in", partner, own) if part)
