"""Which service answers a public host name: patterns, the longest match first."""

from collections.abc import Sequence
from fnmatch import fnmatchcase

from local_azure.service import Service


class HostTable:
    """Finds the service of a host name among the patterns that the services give.

    Args:
        services: The services.
    """

    def __init__(self, services: Sequence[Service]) -> None:
        pairs = [(pattern.lower(), service) for service in services for pattern in service.hosts]
        self._pairs = sorted(pairs, key=lambda pair: len(pair[0]), reverse=True)

    def service(self, host: str) -> Service | None:
        """Returns the service of a host name (a port at its end is ignored), or None where no pattern matches."""
        name = host.rsplit(":", 1)[0].lower() if ":" in host else host.lower()
        return next((service for pattern, service in self._pairs if fnmatchcase(name, pattern)), None)

    def serves(self, host: str) -> bool:
        """Returns whether some service has that host name."""
        return self.service(host) is not None

    def domains(self) -> list[str]:
        """Returns the domains that all the host names are, or are in."""
        return sorted({pattern.removeprefix("*.") for pattern, _ in self._pairs})
