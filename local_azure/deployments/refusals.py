"""ARM's errors about templates and deployments."""

import uuid

from local_azure.errors import AzureError, conflict, not_found, not_supported
from local_azure.json_types import Json

DEPLOYMENT_TYPE = "Microsoft.Resources/deployments"


def invalid_template(reason: str, *, path: str = "") -> AzureError:
    """Returns the 400 for a template that can't be deployed."""
    info = {"lineNumber": 0, "linePosition": 0, "path": path}
    return AzureError(
        400,
        "InvalidTemplate",
        f"Deployment template validation failed: '{reason}'.",
        additional_info=[{"type": "TemplateViolation", "info": info}],
    )


def unprocessable(resource_id: str, reason: str) -> AzureError:
    """Returns the error for an expression of a resource that has no value."""
    return AzureError(
        400,
        "InvalidTemplate",
        f"Unable to process template language expressions for resource '{resource_id}' at line '1' and column '1'. "
        f"'{reason}'",
    )


def invalid_deployment(name: str, details: list[Json]) -> AzureError:
    """Returns the 400 for a deployment that ARM finds to fail before it begins."""
    return AzureError(
        400,
        "InvalidTemplateDeployment",
        f"The template deployment '{name}' is not valid according to the validation procedure. The tracking id is "
        f"'{uuid.uuid4()}'. See inner errors for details.",
        details=details,
    )


def unauthorized(messages: list[str]) -> AzureError:
    """Returns the 403 for a template with resources that the caller may not write."""
    return AzureError(
        403, "InvalidTemplateDeployment", "Deployment failed with multiple errors: '" + ":".join(messages) + "'"
    )


def deployment_failed(details: list[Json], target: str) -> AzureError:
    """Returns what the status of a deployment says of which resources failed."""
    return AzureError(
        400,
        "DeploymentFailed",
        "At least one resource deployment operation failed. Please list deployment operations for details. Please see "
        "https://aka.ms/arm-deployment-operations for usage details.",
        target=target,
        details=details,
    )


def deployment_not_found(name: str) -> AzureError:
    """Returns the 404 for a deployment that isn't there."""
    return not_found(f"Deployment '{name}' could not be found.", code="DeploymentNotFound")


def deployment_active(name: str, started_at: str) -> AzureError:
    """Returns the 409 for a deployment of the same name while it goes on."""
    return conflict(
        f"Unable to edit or replace deployment '{name}': previous deployment from '{started_at}' is still active. "
        "Please see https://aka.ms/arm-deploy for usage details.",
        code="DeploymentActive",
    )


def not_here(what: str, instead: str = "See docs/local-azure.md for what there is.") -> AzureError:
    """Returns the 501 for a part of templates that the local Azure lacks."""
    return not_supported(f"{what} of ARM templates", instead)
