"""In the private profile logs and traces are sent and read inside the network alone."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import PRIVATE, Policy
from policies.resources import Resource, differs


def check(resource: Resource, _context: Context) -> Iterator[str]:
    """Sending and reading have a switch each. Resource logs come from Azure itself and aren't concerned."""
    yield differs(resource, "publicNetworkAccessForIngestion", "Disabled")
    yield differs(resource, "publicNetworkAccessForQuery", "Disabled")


POLICY = Policy(
    name="monitoring-public-network",
    summary="Logs and traces of the private profile have no public address.",
    reason="What prompts and answers were is in the traces, readable from anywhere with a stolen token.",
    fix="give the components a private Access (tunestack:network.profile private)",
    severity="medium",
    types=("applicationinsights:Component", "operationalinsights:Workspace"),
    check=check,
    built_in=("1bc02227-0cb6-4e11-8f53-eb0b22eab7e8", "6c53d030-cc64-46f0-906d-2bc061cd1334"),
    controls=("NS-2",),
    only_where=PRIVATE,
)
