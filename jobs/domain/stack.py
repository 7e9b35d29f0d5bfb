"""What a stack says about where to work: its outputs."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class StackOutputs(BaseModel):
    """The outputs of a deployed stack that the jobs need; it may have more."""

    model_config = ConfigDict(frozen=True)

    journey: str
    method: str
    environment: str
    subscription_id: Annotated[str, Field(description="GUID.")]
    tenant_id: Annotated[str, Field(description="GUID; tokens of another tenant are refused.")]
    location: Annotated[str, Field(description="Azure region, e.g. eastus2.")]
    resource_group_name: str
    workspace_name: Annotated[str, Field(description="The Azure ML workspace (a project) that jobs run in.")]
    catalogue_date: Annotated[
        date | None, Field(description="The day that model dates are held against; today unless the stack pins one.")
    ] = None
    tags: dict[str, str] = {}
    fine_tuning: Annotated[dict[str, object], Field(description="Overrides of a recipe's hyperparameters.")] = {}

    @property
    def workspace_path(self) -> str:
        """The ARM id of the workspace."""
        return (
            f"/subscriptions/{self.subscription_id}/resourceGroups/{self.resource_group_name}"
            f"/providers/Microsoft.MachineLearningServices/workspaces/{self.workspace_name}"
        )
