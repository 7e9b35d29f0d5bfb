"""Registration of the resource providers that a stack needs in its subscription."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi

from infra.options import child
from infra.provider_registration import ProviderRegistration


@dataclass(frozen=True)
class ProviderRegistrationsInputs:
    """Which namespaces, such as ``Microsoft.Network``, in which subscription."""

    subscription_id: str
    namespaces: Sequence[str]


class ProviderRegistrations(pulumi.ComponentResource):
    """Registers resource providers; destroy leaves them registered, since others may use them.

    Attributes:
        registrations: One for each namespace, to come before its resources.
    """

    registrations: tuple[pulumi.Resource, ...]

    def __init__(
        self, name: str, inputs: ProviderRegistrationsInputs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tunestack:infra:ProviderRegistrations", name, None, opts)
        self.registrations = tuple(
            ProviderRegistration(
                namespace.lower(), subscription_id=inputs.subscription_id, namespace=namespace, opts=child(self)
            )
            for namespace in inputs.namespaces
        )
        self.register_outputs({})
