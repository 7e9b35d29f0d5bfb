"""The cores of Azure ML that clusters and deployments draw on: what is held and left, and the refusals above it."""

from collections.abc import Mapping

from catalogue.compute_skus import family as family_named
from local_azure.errors import AzureError, conflict
from local_azure.json_types import Json
from local_azure.platform import Platform
from local_azure.quota.limits import limit
from local_azure.quota.providers import MACHINE_LEARNING
from local_azure.quota.workspace_limits import workspace_limit

PORT = "cores"
TABLE = "cores"


class Cores:
    """The port ``cores``: dedicated cores of Azure ML by family and region.

    Whoever runs machines checks with ``require`` when they are asked for, and holds them by id while they are there.
    Holders are ids of resources below a workspace, whose own limit then counts too.

    Args:
        platform: The local Azure.
    """

    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    def limit(self, family: str, region: str) -> int:
        """Returns how many cores of a family a region has.

        Raises:
            UnknownComputeSkuError: There is no such family.
        """
        return limit(self._platform, MACHINE_LEARNING, region, family_named(family).name)

    def used(self, family: str, region: str, *, below: str = "", without: str = "") -> int:
        """Returns how many cores of a family are held in a region.

        Args:
            family: The family.
            region: The region.
            below: Count holders below this id only, such as a workspace's.
            without: Leave this holder out.
        """
        name = family_named(family).name
        held = self._holders(below)
        mine = without.lower()
        return sum(
            int(each["cores"])
            for holder, each in held.items()
            if each["family"] == name and each["region"] == region and holder != mine
        )

    def require(self, family: str, region: str, cores: int, *, holder: str = "") -> None:
        """Checks that so many cores are left, beside what the holder has already.

        Raises:
            AzureError: 409 OperationNotAllowed; the quota of the family, or of the workspace, is exceeded.
            UnknownComputeSkuError: There is no such family.
        """
        name = family_named(family).name
        self._check(name, self.limit(name, region), self.used(name, region, without=holder), cores)
        workspace = _workspace(holder)
        own = workspace_limit(self._platform, workspace, name) if workspace else None
        if own is not None:
            self._check(name, own, self.used(name, region, below=workspace, without=holder), cores)

    def allocate(self, family: str, region: str, cores: int, holder: str) -> None:
        """Holds so many cores for a holder, in place of what it had; 0 gives them back.

        Raises:
            AzureError: 409 OperationNotAllowed above the quota; 409 OutOfCapacity where there are no machines left.
            UnknownComputeSkuError: There is no such family.
        """
        name = family_named(family).name
        if not cores:
            self.release(holder)
            return
        self.require(name, region, cores, holder=holder)
        if name.lower() in {each.lower() for each in self._platform.options.no_capacity}:
            # azure-docs how-to-troubleshoot-online-endpoints, as of 2026-10.
            raise conflict(
                f"The specified VM size of the family {name} failed to provision due to a lack of Azure Machine "
                f"Learning capacity in {region}. Retry later or try deploying to a different region.",
                code="OutOfCapacity",
            )
        self._platform.store.put(TABLE, holder.lower(), {"family": name, "region": region, "cores": cores})

    def release(self, holder: str) -> None:
        """Gives back what a holder has; nothing happens when it has nothing."""
        self._platform.store.delete(TABLE, holder.lower())

    def _holders(self, below: str) -> Mapping[str, Json]:
        return dict(self._platform.store.items(TABLE, f"{below.lower()}/" if below else ""))

    def _check(self, name: str, maximum: int, used: int, more: int) -> None:
        if used + more > maximum:
            # azure-docs error-resource-quota, as of 2026-10.
            raise AzureError(
                409,
                "OperationNotAllowed",
                f"Operation results in exceeding quota limits of Core. Maximum allowed: {maximum}, "
                f"Current in use: {used}, Additional requested: {more}. The quota is that of {name}.",
            )


def _workspace(holder: str) -> str:
    segments = holder.split("/")
    return "/".join(segments[:9]) if len(segments) > 9 else ""
