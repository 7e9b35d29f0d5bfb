"""Where the programs run that call a local Azure: outside of every network, or in a subnet that they told the proxy."""

import base64
import binascii
import re

SUBNET_ID = re.compile(
    r"/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\.Network/virtualNetworks/[^/]+/subnets/[^/]+",
    re.IGNORECASE,
)


class NoSubnetIdError(ValueError):
    """A program named something as its subnet that has not the form of a subnet's id."""


class Origins:
    """The subnets of the connections that are open now, by the port that the proxy calls the server from."""

    def __init__(self) -> None:
        self._subnets: dict[int, str] = {}

    def enter(self, port: int, subnet_id: str) -> None:
        """Notes that what comes from a port comes out of a subnet."""
        self._subnets[port] = subnet_id

    def leave(self, port: int) -> None:
        """Forgets a port whose connection has ended."""
        self._subnets.pop(port, None)

    def subnet_id(self, port: int | None) -> str | None:
        """Returns the subnet that a connection comes from; None for one from outside."""
        return None if port is None else self._subnets.get(port)


def named_subnet(head: bytes) -> str | None:
    """Returns the subnet that the head of a request to the proxy names as its user; None where it names none.

    Raises:
        NoSubnetIdError: The user is something else than the id of a subnet.
    """
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"proxy-authorization":
            return _user(value.strip())
    return None


def _user(value: bytes) -> str:
    kind, _, encoded = value.partition(b" ")
    try:
        text = base64.b64decode(encoded, validate=True).decode() if kind.lower() == b"basic" else ""
    except (binascii.Error, UnicodeDecodeError):
        text = ""
    user = text.partition(":")[0]
    if not SUBNET_ID.fullmatch(user):
        raise NoSubnetIdError(f"the proxy's user name '{user}' isn't the id of a subnet, nor is another one known")
    return user
