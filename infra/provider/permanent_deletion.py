"""PermanentDeletion: deletes for good what Azure would otherwise keep, just before Pulumi deletes it itself."""

from collections.abc import Mapping
from typing import Final

from infra.provider.arm import Arm
from infra.provider.arm_id import type_of
from infra.provider.own_resource import Created, Properties

PARAMETERS: Final[Mapping[str, str]] = {
    "microsoft.operationalinsights/workspaces": "force",
    "microsoft.machinelearningservices/workspaces": "forceToPurge",
}
"""Query parameter of DELETE by type. Sources: Learn "loganalytics workspaces/delete"; terraform-provider-azurerm
@ 69697b7."""


class PermanentDeletion:
    """Input: resourceId. Creating it only notes the resource."""

    inputs = ("resourceId",)
    replacing = ("resourceId",)

    def __init__(self, arm: Arm) -> None:
        self._arm = arm

    def check(self, inputs: Properties) -> Mapping[str, str]:
        """Refuses types that have no permanent deletion."""
        resource_id = inputs.get("resourceId")
        if isinstance(resource_id, str) and type_of(resource_id).lower() not in PARAMETERS:
            return {"resourceId": f"{type_of(resource_id)} has no permanent deletion; types: {', '.join(PARAMETERS)}"}
        return {}

    def preview(self, inputs: Properties) -> Properties:
        """There are no outputs besides the input."""
        return {}

    def create(self, inputs: Properties) -> Created:
        """Notes the resource."""
        return Created(str(inputs["resourceId"]), {})

    def read(self, resource_id: str, state: Properties) -> Created | None:
        """Gives what was noted."""
        return Created(resource_id, {"resourceId": resource_id})

    def update(self, state: Properties, inputs: Properties) -> Properties:
        """Nothing can change in place."""
        return {}

    def delete(self, state: Properties) -> None:
        """Deletes the resource permanently."""
        from catalogue.resource_types import by_type

        resource_id = str(state["resourceId"])
        arm_type = type_of(resource_id)
        parameter = PARAMETERS[arm_type.lower()]
        self._arm.delete(resource_id, by_type(arm_type).api_version, **{parameter: "true"})
