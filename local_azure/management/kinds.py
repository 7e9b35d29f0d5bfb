"""Resource types as the ARM core handles them: the catalogue's row and the behaviour that a service adds."""

from collections.abc import Mapping
from dataclasses import dataclass

from catalogue.resource_types import ResourceType, resource_types
from local_azure.behaviour import Behaviour
from local_azure.errors import GATEWAY, AzureError
from local_azure.platform import Platform
from local_azure.service import Service


@dataclass(frozen=True)
class Kind:
    """A resource type.

    Attributes:
        row: Its row in the catalogue.
        behaviour: What a service adds; nothing by default.
    """

    row: ResourceType
    behaviour: Behaviour

    @property
    def implicit(self) -> bool:
        """Whether resources of this type are there without a PUT."""
        return self.behaviour.implicit or self.row.default_state is not None


class Kinds:
    """All resource types that a local Azure knows.

    Args:
        platform: The local Azure.
        services: Its services.
    """

    def __init__(self, platform: Platform, services: tuple[Service, ...]) -> None:
        behaviours: dict[str, Behaviour] = {}
        for service in services:
            behaviours |= service.behaviours(platform) if service.behaviours else {}
        self._kinds: Mapping[str, Kind] = {
            name: Kind(row, behaviours.get(name, Behaviour())) for name, row in resource_types().items()
        }
        self._namespaces = {row.type.split("/")[0] for row in resource_types().values()}
        self._namespaces |= {namespace for service in services for namespace in service.namespaces}

    @property
    def namespaces(self) -> list[str]:
        """The namespaces of the resource providers, in order."""
        return sorted(self._namespaces, key=str.lower)

    def all(self) -> list[Kind]:
        """Returns all types."""
        return list(self._kinds.values())

    def rows(self, namespace: str) -> list[ResourceType]:
        """Returns the types of a namespace."""
        return [kind.row for name, kind in self._kinds.items() if name.startswith(namespace.lower() + "/")]

    def find(self, resource_type: str) -> Kind | None:
        """Returns a type in any case, or None where there is none."""
        return self._kinds.get(resource_type.lower())

    def of(self, resource_type: str, api_version: str) -> Kind:
        """Returns a type in any case.

        Raises:
            AzureError: 400 InvalidResourceType, 404 InvalidResourceNamespace where not even its provider is there.
        """
        kind = self.find(resource_type)
        if kind is None:
            namespace, _, rest = resource_type.partition("/")
            if namespace.lower() not in {each.lower() for each in self._namespaces}:
                raise AzureError(
                    404,
                    "InvalidResourceNamespace",
                    f"The resource namespace '{namespace}' is invalid.",
                    headers=GATEWAY,
                )
            raise AzureError(
                400,
                "InvalidResourceType",
                f"The resource type '{rest}' could not be found in the namespace '{namespace}' "
                f"for api version '{api_version}'.",
                headers=GATEWAY,
            )
        return kind
