"""What every service of a local Azure is handed: state, time, tokens, resources, background tasks, others' ports."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar, cast

from local_azure.authorizer import Authorizer
from local_azure.blob_store import BlobStore
from local_azure.clock import Clock
from local_azure.deleted import DeletedResources
from local_azure.groups import Groups
from local_azure.latency import Latency
from local_azure.options import Options
from local_azure.origins import Origins
from local_azure.purging import Purger
from local_azure.resources import Resources
from local_azure.role_definitions import RoleDefinitions
from local_azure.store import Store
from local_azure.tasks import Tasks
from local_azure.tokens import TokenAuthority

Port = TypeVar("Port")


@dataclass(frozen=True)
class Platform:
    """One local Azure, as its services see it.

    Attributes:
        directory: The instance's own folder (state, keys, logs, jobs); several can run side by side.
        root: The project's root, below which the caches are.
        store: JSON documents for a service's own state.
        clock: The time.
        tokens: Signs and checks tokens, knows the principals.
        resources: The ARM resources.
        authorizer: Decides what a caller may do.
        options: What this local Azure was started with.
        tasks: Runs work in the background.
        origins: Which subnets the open connections come from.
    """

    directory: Path
    root: Path
    store: Store
    clock: Clock
    tokens: TokenAuthority
    resources: Resources
    authorizer: Authorizer
    options: Options
    tasks: Tasks
    origins: Origins = field(default_factory=Origins)
    _ports: dict[str, object] = field(default_factory=dict, repr=False)

    @property
    def cache(self) -> Path:
        """The folder of what can be made again: environments, weights, packages."""
        return self.root / ".tunestack" / "cache"

    @property
    def latency(self) -> Latency:
        """How long operations take beyond their own work."""
        return Latency(self.options.latency, self.options.latency_scale)

    @property
    def deleted(self) -> DeletedResources:
        """The resources that are soft-deleted."""
        return DeletedResources(self.store, self.clock)

    @property
    def groups(self) -> Groups:
        """Who is in which group of the directory."""
        return Groups(self.store, self.tokens)

    @property
    def roles(self) -> RoleDefinitions:
        """The role definitions, built-in and custom."""
        return RoleDefinitions(self.store)

    @property
    def storage(self) -> BlobStore:
        """The storage service's blobs.

        Raises:
            LookupError: The storage service hasn't started.
        """
        return cast("BlobStore", self.require("storage", object))

    @property
    def purger(self) -> Purger:
        """Purges soft-deleted resources.

        Raises:
            LookupError: The ARM core hasn't started.
        """
        return cast("Purger", self.require("purger", object))

    def provide(self, name: str, port: object) -> None:
        """Offers an object to the other services under a name; called from a service's ``start``."""
        self._ports[name] = port

    def require(self, name: str, kind: type[Port]) -> Port:
        """Returns what another service provides under a name, typed as ``kind``.

        Raises:
            LookupError: No service has provided it (yet).
        """
        if name not in self._ports:
            raise LookupError(f"no service of this local Azure provides '{name}': is the service that does so started?")
        return cast("Port", self._ports[name])
