"""Who hears of alerts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pulumi

from infra.options import child
from infra.placement import Placement

SHORT_NAME: Final = "tunestack"
"""At most 12 characters; text messages begin with it."""


@dataclass(frozen=True)
class ActionGroupInputs:
    """What it is called and whom it tells.

    Attributes:
        name: 1 to 260 characters, unique in the group.
        emails: Addresses that hear of every alert, and of its end.
    """

    name: str
    emails: Sequence[str]


class ActionGroup(pulumi.ComponentResource):
    """Addresses that hear of alerts.

    Attributes:
        id: Its ARM id.
    """

    id: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        inputs: ActionGroupInputs,
        placement: Placement,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("tunestack:infra:ActionGroup", name, None, opts)
        from pulumi_azure_native import monitor

        receivers = [
            monitor.EmailReceiverArgs(name=email, email_address=email, use_common_alert_schema=True)
            for email in inputs.emails
        ]
        group = monitor.ActionGroup(
            name,
            action_group_name=inputs.name,
            resource_group_name=placement.resource_group_name,
            location="global",
            tags=dict(placement.tags),
            group_short_name=SHORT_NAME,
            enabled=True,
            email_receivers=receivers,
            opts=child(self),
        )
        self.id = group.id
        self.register_outputs({"id": self.id})
