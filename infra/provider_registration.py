"""Our own resource ProviderRegistration: a resource provider is registered in a subscription."""

import pulumi


class ProviderRegistration(pulumi.CustomResource):
    """Registers a resource provider and waits until it is; never unregisters it.

    Attributes:
        registration_state: ``Registered``.
    """

    def __init__(
        self,
        name: str,
        *,
        subscription_id: pulumi.Input[str],
        namespace: pulumi.Input[str],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        properties = {"subscriptionId": subscription_id, "namespace": namespace, "registrationState": None}
        super().__init__("tunestack:index:ProviderRegistration", name, properties, opts)

    @property
    @pulumi.getter(name="registrationState")
    def registration_state(self) -> pulumi.Output[str]:
        """How far the registration is."""
        state: pulumi.Output[str] = pulumi.get(self, "registrationState")
        return state
