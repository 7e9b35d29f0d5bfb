"""Deployments stay at the model version that they name."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource, differs


def check(deployment: Resource, _context: Context) -> Iterator[str]:
    """Absent means that Azure upgrades when a new default comes."""
    if deployment.get("properties.model.version") is None:
        yield "properties.model.version is not set"
    yield differs(deployment, "properties.versionUpgradeOption", "NoAutoUpgrade")


POLICY = Policy(
    name="cognitive-services-pinned-version",
    summary="Deployments name their model's version and stay at it.",
    reason="A base that changes by itself is no longer what the tuned model is compared with.",
    fix="set properties.model.version, and properties.version_upgrade_option to NoAutoUpgrade",
    severity="low",
    types=("cognitiveservices:Deployment",),
    check=check,
)
