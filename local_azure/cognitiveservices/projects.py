"""What a Foundry project does beyond being stored: only on an account that manages projects, with an address."""

from local_azure.behaviour import Behaviour, Write
from local_azure.cognitiveservices.account_children import nested_resources_exist
from local_azure.cognitiveservices.domains import subdomain
from local_azure.cognitiveservices.names import account_id_of
from local_azure.errors import bad_request
from local_azure.json_types import Json
from local_azure.platform import Platform
from local_azure.resources import Resource


def project_behaviour(platform: Platform) -> Behaviour:
    """Returns the behaviour of ``Microsoft.CognitiveServices/accounts/projects``."""

    async def prepare(write: Write) -> Json:
        return _prepared(platform, write)

    async def refuse_delete(project: Resource) -> None:
        hosts = platform.resources.children(project.id, f"{project.type}/capabilityHosts")
        if hosts:
            raise nested_resources_exist(project, hosts)

    return Behaviour(
        validate=_validate, prepare=prepare, refuse_delete=refuse_delete, etag=True, serialized_by=account_id_of
    )


async def _validate(write: Write) -> None:
    if write.parent is not None and not write.parent.properties.get("allowProjectManagement"):
        raise bad_request(
            f"The account '{write.parent.name}' can't have projects: its property allowProjectManagement isn't true. "
            "That needs an account of kind AIServices with a managed identity."
        )


def _prepared(platform: Platform, write: Write) -> Json:
    sent = write.body.get("properties") or {}
    properties = {"displayName": write.name, "description": "", **sent}
    account = write.parent
    if account is not None:
        others = [each for each in platform.resources.children(account.id, write.type) if each.id != write.id]
        before = write.existing.properties if write.existing else {}
        properties["isDefault"] = before.get("isDefault", not others)
        name = subdomain(account.body) or account.name
        address = f"https://{name}.services.ai.azure.com/api/projects/{write.name}"
        properties["endpoints"] = {"AI Foundry API": address}
    return {**write.body, "properties": properties}
