"""The Azure ML workspace that jobs run in, as Azure Resource Manager knows it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jobs.adapters.rest import AzureRest
from jobs.domain.stack import StackOutputs

MANAGEMENT = "https://management.azure.com"
MANAGEMENT_SCOPE = f"{MANAGEMENT}/.default"
API_VERSION = "2025-12-01"
"""Of Microsoft.MachineLearningServices, the same as in catalogue/types."""


@dataclass
class Workspace:
    """Where the workspace's parts are; asked for once, when first needed.

    Args:
        rest: requests with tokens for Azure Resource Manager.
        stack: whose workspace it is.
    """

    rest: AzureRest
    stack: StackOutputs

    @property
    def path(self) -> str:
        """Its ARM id."""
        return self.stack.workspace_path

    def url(self, path: str = "") -> str:
        """The URL of something in it: `/jobs/NAME`."""
        return f"{MANAGEMENT}{self.path}{path}"

    @cached_property
    def properties(self) -> dict[str, Any]:
        """What Azure says of it."""
        found: dict[str, Any] = self.rest.get(self.url(), api_version=API_VERSION).body["properties"]
        return found

    @property
    def guid(self) -> str:
        """The id that `azureml://locations/...` ids are made with."""
        return str(self.properties["workspaceId"])

    @property
    def data_plane(self) -> str:
        """The base URL of its run history and MLflow, from its MLflow tracking URI."""
        host = str(self.properties["mlFlowTrackingUri"]).removeprefix("azureml://").split("/", 1)[0]
        return f"https://{host}"

    @cached_property
    def default_datastore(self) -> dict[str, Any]:
        """Name and properties of the datastore that data goes to."""
        url = self.url("/datastores")
        listed = self.rest.get(url, api_version=API_VERSION, isDefault="true", count="1").body["value"]
        found: dict[str, Any] = listed[0]
        return found
