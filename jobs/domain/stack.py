"""What a stack says about where to work: its outputs."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from catalogue.models import Method


class StackOutputs(BaseModel):
    """The outputs of a deployed stack that the jobs need; it may have more."""

    model_config = ConfigDict(frozen=True)

    journey: str
    method: Method
    environment: str
    subscription_id: Annotated[str, Field(description="GUID.")]
    tenant_id: Annotated[str, Field(description="GUID; tokens of another tenant are refused.")]
    location: Annotated[str, Field(description="Azure region, e.g. eastus2.")]
    resource_group_name: str
    workspace_name: Annotated[
        str, Field(description="The Azure ML workspace (a project) that jobs of its methods run in.")
    ] = ""
    account_id: Annotated[str, Field(description="ARM id of the Foundry account, of the method openai.")] = ""
    account_name: str = ""
    openai_endpoint: Annotated[str, Field(description="Where the account's models and jobs are asked.")] = ""
    model: Annotated[str, Field(description="The base model that the stack has, as the catalogue names it.")] = ""
    deployment_name: Annotated[str, Field(description="The base model's deployment on the account.")] = ""
    deployment_sku: str = ""
    deployment_capacity: Annotated[int, Field(description="In units of the model, mostly 1,000 tokens a minute.")] = 0
    storage_account_name: Annotated[
        str, Field(description="Where documents of runs go when no workspace has them.")
    ] = ""
    storage_container: str = ""
    compute_name: Annotated[str, Field(description="The cluster that command jobs run on.")] = ""
    compute_sku: Annotated[str, Field(description="The machines of that cluster.")] = ""
    compute_nodes: int = 0
    compute_gpus: Annotated[int, Field(description="Of one node.")] = 0
    job_identity_client_id: Annotated[str, Field(description="GUID of the identity that command jobs run as.")] = ""
    endpoint_identity_id: Annotated[str, Field(description="ARM id of the identity that endpoints are served as.")] = ""
    serving_sku: Annotated[str, Field(description="The machines of managed online endpoints.")] = ""
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

    @property
    def base_sku(self) -> str:
        """How base models are deployed on the account: as the stack's own is."""
        return self.deployment_sku or "GlobalStandard"
