"""Nobody signs in to compute with a password or key."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource, differs, not_true


def check(compute: Resource, _context: Context) -> Iterator[str]:
    """The SSH port too, which clusters open to the internet unless told otherwise."""
    yield not_true(compute, "properties.disableLocalAuth")
    if compute.get("properties.computeType") == "AmlCompute":
        yield differs(compute, "properties.properties.remoteLoginPortPublicAccess", "Disabled")


POLICY = Policy(
    name="machine-learning-compute-local-auth",
    summary="Compute has no local accounts and no open SSH port.",
    reason="Whoever is on a node has the identity that jobs run as.",
    fix="set properties.disable_local_auth to true and remote_login_port_public_access to Disabled",
    severity="high",
    types=("machinelearningservices:Compute",),
    check=check,
    built_in=("e96a9a5f-07ca-471b-9bc5-6a0f33cbd68f",),
    controls=("IM-1",),
)
