"""Our own resource Quota: the subscription has as many vCPUs of a family of machines as the clusters may use."""

from dataclasses import dataclass

import pulumi


@dataclass(frozen=True)
class QuotaInputs:
    """Which quota, and how much of it.

    Attributes:
        subscription_id: The subscription.
        location: The region.
        family: Azure's name of the family, such as ``StandardNCADSA100v4Family``.
        limit: vCPUs for Azure ML's dedicated clusters.
    """

    subscription_id: pulumi.Input[str]
    location: str
    family: str
    limit: int


class Quota(pulumi.CustomResource):
    """Asks Azure for what lacks of the quota and waits for the decision; never lowers it, not on destroy either.

    ``pulumi preview --diff`` says what would be asked for. A request that Azure passes on to people ends `pulumi up`
    with the request's id and what to do.
    """

    def __init__(self, name: str, inputs: QuotaInputs, opts: pulumi.ResourceOptions | None = None) -> None:
        properties = {
            "subscriptionId": inputs.subscription_id,
            "location": inputs.location,
            "family": inputs.family,
            "limit": inputs.limit,
            "presentLimit": None,
            "asked": None,
        }
        super().__init__("tunestack:index:Quota", name, properties, opts)

    @property
    @pulumi.getter(name="presentLimit")
    def present_limit(self) -> pulumi.Output[int]:
        """The vCPUs that the subscription has."""
        limit: pulumi.Output[int] = pulumi.get(self, "presentLimit")
        return limit
