"""What verifies each operation that the local Azure serves, and which of the suite's own calls no client makes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from local_azure.calls.operation import Operation
from toolchain.conformance.client import ClientResult
from toolchain.conformance.documents import Document, Group, document_of


@dataclass(frozen=True)
class Covered:
    """An operation that is served.

    Attributes:
        operation: The operation.
        clients: Those that called it in a command that did what it should, and were answered.
        is_published: Whether bodies that were sent to it are valid by a published schema.
        document: What describes it, if anything does.
        is_of_suite: Whether the suite itself calls it.
    """

    operation: Operation
    clients: tuple[str, ...]
    is_published: bool
    document: Document | None
    is_of_suite: bool

    @property
    def strongest(self) -> str:
        """The best that verifies it: ``client``, ``schema``, ``documentation`` or ``nothing``."""
        if self.clients:
            return "client"
        if self.is_published:
            return "schema"
        return "documentation" if self.document else "nothing"

    def verified_by(self) -> dict[str, Any] | str:
        """As build/conformance.json has it."""
        found: dict[str, Any] = {"clients": list(self.clients)} if self.clients else {}
        if self.is_published:
            found["published schema"] = "its bodies are valid"
        if self.document:
            found["documentation"] = {"document": self.document.document, "date": self.document.date}
        return found or "nothing"


def coverage(
    served: Iterable[Operation],
    ran: Sequence[ClientResult],
    *,
    published: Iterable[Operation],
    suite: Iterable[Operation],
    known: Sequence[Group],
) -> list[Covered]:
    """Says of each served operation what verifies it.

    Args:
        served: What the local Azure has.
        ran: What came of the clients' commands.
        published: PUTs whose bodies are valid by a published schema.
        suite: What the suite calls.
        known: What the documents describe.
    """
    bodies, own = set(published), set(suite)
    return [
        Covered(
            each,
            tuple(client.name for client in ran if each in client.verified),
            each in bodies,
            document_of(each, known),
            each in own,
        )
        for each in sorted(served)
    ]


def uncalled(covered: Sequence[Covered], excused: Mapping[Operation, str]) -> list[Operation]:
    """Gives the operations of the suite that no client calls and that no reason excuses."""
    return [
        each.operation for each in covered if each.is_of_suite and not each.clients and each.operation not in excused
    ]


def put_of(resource_type: str, served: Iterable[Operation]) -> Operation | None:
    """Finds the PUT of a resource type such as ``Microsoft.Storage/storageAccounts``."""
    wanted = resource_type.lower()
    return next((each for each in served if each.method == "PUT" and _type(each.name).lower() == wanted), None)


def counts(covered: Sequence[Covered]) -> dict[str, int]:
    """Counts the operations by the best that verifies each."""
    kinds = ("client", "schema", "documentation", "nothing")
    return {"served": len(covered), **{kind: sum(each.strongest == kind for each in covered) for kind in kinds}}


def _type(name: str) -> str:
    if name == "/subscriptions/{}/resourceGroups/{}":
        return "Microsoft.Resources/resourceGroups"
    _, _, rest = name.rpartition("/providers/")
    namespace, *pairs = rest.split("/")
    return "/".join((namespace, *pairs[0::2])) if len(pairs) % 2 == 0 else ""
