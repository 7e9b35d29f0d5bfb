"""What each of our own resources does, for the provider that serves them all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol, runtime_checkable

Properties = Mapping[str, Any]


class Unknown:
    """A value that isn't known before other resources exist."""


UNKNOWN: Final = Unknown()


@dataclass(frozen=True)
class Created:
    """A resource that was created or read: its id and its outputs besides its inputs."""

    id: str
    outputs: Properties


class OwnResource(Protocol):
    """One type of our own resources. Each call may be repeated after an interruption."""

    @property
    def inputs(self) -> Sequence[str]:
        """Its inputs; all of them must be given."""

    @property
    def replacing(self) -> Sequence[str]:
        """Inputs whose change means another resource."""

    def check(self, inputs: Properties) -> Mapping[str, str]:
        """Says what is wrong with known inputs: a reason by property."""

    def preview(self, inputs: Properties) -> Properties:
        """Gives the outputs that creating would have, UNKNOWN where that can't be said; changes nothing.

        Raises:
            ProviderError: Creating would fail.
        """

    def create(self, inputs: Properties) -> Created:
        """Creates it.

        Raises:
            ProviderError: It can't be.
        """

    def read(self, resource_id: str, state: Properties) -> Created | None:
        """Gives it as it is now, None when it is gone. The state is empty when it is imported.

        Raises:
            ProviderError: It can't be told.
        """

    def update(self, state: Properties, inputs: Properties) -> Properties:
        """Changes it and gives the outputs besides the inputs.

        Raises:
            ProviderError: It can't be.
        """

    def delete(self, state: Properties) -> None:
        """Deletes it; what is gone already counts as deleted.

        Raises:
            ProviderError: Something is left.
        """


@runtime_checkable
class ChangeGuard(Protocol):
    """One of our own resources that refuses some changes before anything is done, in previews too."""

    def check_change(self, before: Properties, inputs: Properties) -> Mapping[str, str]:
        """Says what is wrong with known inputs, given those of the last `pulumi up`: a reason by property."""


@runtime_checkable
class Announcer(Protocol):
    """One of our own resources that people should know more of in a preview than that it is created or changed."""

    def announcement(self, planned: Properties) -> str:
        """Says what is going to happen, given the outputs that a preview gives; "" for nothing worth saying."""
