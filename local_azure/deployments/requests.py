"""What clients send to make, check or preview a deployment."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from local_azure.deployments.refusals import invalid_template, not_here
from local_azure.deployments.relaxed_json import read
from local_azure.errors import AzureError, bad_request, conflict, invalid_request_content
from local_azure.json_types import Json
from local_azure.management.regions import REGIONS, region

_NAME = re.compile(r"[\w.()-]{1,64}")
_MODES = {"incremental": "Incremental", "complete": "Complete"}


class _Properties(BaseModel):
    model_config = ConfigDict(extra="allow", frozen=True)

    template: Any = None
    template_link: Any = Field(default=None, alias="templateLink")
    parameters: Mapping[str, Any] | None = None
    parameters_link: Any = Field(default=None, alias="parametersLink")
    on_error: Any = Field(default=None, alias="onErrorDeployment")
    mode: str


class _Body(BaseModel):
    model_config = ConfigDict(extra="allow", frozen=True)

    properties: _Properties
    location: str | None = None
    tags: dict[str, str] | None = None


@dataclass(frozen=True)
class DeploymentRequest:
    """A request to make, check or preview a deployment.

    Attributes:
        template: The template, as it was sent.
        parameters: ``{"value": ...}`` by name.
        mode: ``Incremental`` or ``Complete``.
        location: Where the deployment is kept; empty where none was sent.
        tags: The deployment's tags.
    """

    template: Any
    parameters: Mapping[str, Any]
    mode: str
    location: str
    tags: Json | None


def read_request(content: bytes) -> DeploymentRequest:
    """Returns a request.

    Raises:
        AzureError: 400 when it isn't one, 501 for what would have to be fetched from elsewhere.
    """
    try:
        body = _Body.model_validate(read(content.decode()))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(each) for each in first["loc"])
        raise invalid_request_content(f"{first['msg']}. Path '{where}'") from error
    except (UnicodeDecodeError, ValueError) as error:
        raise invalid_request_content(str(error)) from error
    properties = body.properties
    if properties.template_link is not None or properties.parameters_link is not None:
        raise not_here(
            "templates and parameters by link", "Nothing is fetched from elsewhere: send them in the request."
        )
    if properties.on_error is not None:
        raise not_here("onErrorDeployment", "Deploy the earlier template again.")
    if properties.template is None:
        raise invalid_template("The template is not given")
    if properties.mode.lower() not in _MODES:
        raise invalid_request_content(f"'{properties.mode}' is no deployment mode. Path 'properties.mode'")
    mode = _MODES[properties.mode.lower()]
    return DeploymentRequest(properties.template, properties.parameters or {}, mode, body.location or "", body.tags)


def check_name(name: str) -> None:
    """Checks a deployment's name: 1 to 64 letters, digits and ``_ ( ) - .`` (azure-docs resource-name-rules, 2026-10).

    Raises:
        AzureError: 400 InvalidDeploymentName.
    """
    if _NAME.fullmatch(name) is None:
        raise bad_request(
            f"The deployment name '{name}' is invalid. It has 1 to 64 letters, digits, underscores, parentheses, "
            "hyphens "
            "and periods.",
            code="InvalidDeploymentName",
        )


def checked_location(name: str, sent: str, before: str | None, *, is_in_group: bool) -> str:
    """Returns where a deployment is kept, empty in a resource group.

    Args:
        name: The deployment's.
        sent: The location of the request.
        before: Where the deployment of that name was kept; None where there is none.
        is_in_group: Whether it goes to a resource group.

    Raises:
        AzureError: 400 where there has to be one, or none; 409 for another one than before.
    """
    if is_in_group:
        if sent:
            raise bad_request(f"The 'location' property is not allowed for '{name}'.", code="InvalidDeployment")
        return ""
    if not sent:
        raise bad_request(f"The 'location' property must be specified for '{name}'.", code="InvalidDeployment")
    if region(sent) not in REGIONS:
        listed = ",".join(sorted(REGIONS))
        raise AzureError(
            400,
            "LocationNotAvailableForDeployment",
            f"The provided location '{sent}' is not available for deployment. List of available regions is '{listed}'.",
        )
    if before and region(sent) != before:
        raise conflict(
            f"Invalid deployment location '{sent}'. The deployment '{name}' already exists in location '{before}'.",
            code="InvalidDeploymentLocation",
        )
    return region(sent)
