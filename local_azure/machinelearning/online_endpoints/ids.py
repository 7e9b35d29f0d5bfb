"""The ids and addresses of online endpoints and their deployments."""

from local_azure.machinelearning.arm_ids import WORKSPACE
from local_azure.platform import Platform
from local_azure.resources import Resource

ONLINE_ENDPOINT = f"{WORKSPACE}/onlineEndpoints"
ONLINE_DEPLOYMENT = f"{ONLINE_ENDPOINT}/deployments"
HOSTS = "*.inference.ml.azure.com"


def address_of(name: str, region: str) -> str:
    """Returns where an endpoint is asked, without a path."""
    return f"https://{name.lower()}.{region}.{HOSTS.removeprefix('*.')}"


def endpoint_id_of(deployment_id: str) -> str:
    """Returns the id of the endpoint that a deployment belongs to."""
    return deployment_id.rpartition("/deployments/")[0]


def endpoint_of_host(platform: Platform, host: str) -> Resource | None:
    """Returns the endpoint that answers at a public host name, or None."""
    wanted = f"https://{host.split(':')[0].lower()}"
    endpoints = platform.resources.of_type(ONLINE_ENDPOINT)
    return next((found for found in endpoints if address_of(found.name, found.location) == wanted), None)


def deployments_of(platform: Platform, endpoint_id: str) -> list[Resource]:
    """Returns the deployments of an endpoint."""
    return platform.resources.children(endpoint_id, ONLINE_DEPLOYMENT)
