"""Connections of an account or a project: stored without their secrets, which nothing reads back."""

from local_azure.behaviour import Behaviour, Write
from local_azure.cognitiveservices.names import account_id_of, scope_id_of
from local_azure.errors import bad_request
from local_azure.json_types import Json

# azure-rest-api-specs, CognitiveServices 2025-06-01, ConnectionAuthType.
AUTH_TYPES = (
    "AAD",
    "AccessKey",
    "AccountKey",
    "ApiKey",
    "CustomKeys",
    "ManagedIdentity",
    "None",
    "OAuth2",
    "PAT",
    "SAS",
    "ServicePrincipal",
    "UsernamePassword",
)
_WITHOUT_CREDENTIALS = ("AAD", "None", "AccountKey", "ManagedIdentity")
_AI = ("AIServices", "AzureOpenAI", "CognitiveSearch", "CognitiveService", "ApiKey")


def connection_behaviour() -> Behaviour:
    """Returns the behaviour of ``accounts/connections`` and ``accounts/projects/connections``."""
    # azure-mgmt-cognitiveservices 14.1.0's own description: the PUT of a connection answers 200 alone.
    return Behaviour(
        validate=_validate, prepare=_prepare, shows_state=False, serialized_by=account_id_of, answers_ok=True
    )


async def _validate(write: Write) -> None:
    properties = write.body.get("properties") or {}
    auth, category = properties.get("authType"), properties.get("category")
    if auth not in AUTH_TYPES:
        raise bad_request(
            f"The authType '{auth}' of the connection must be one of {', '.join(AUTH_TYPES)}.",
            code="ValidationError",
            target="properties.authType",
        )
    missing = [name for name, value in (("category", category), ("target", properties.get("target"))) if not value]
    # A connection that is PUT again as it was read has no secret, and keeps the one it has.
    if auth not in _WITHOUT_CREDENTIALS and not properties.get("credentials") and write.existing is None:
        missing.append("credentials")
    if missing:
        raise bad_request(f"The connection lacks {', '.join(missing)}.", code="ValidationError", target=missing[0])


async def _prepare(write: Write) -> Json:
    # Nothing here signs in with the secret and no call of this API reads it, so it isn't kept at all.
    properties = {name: value for name, value in write.body["properties"].items() if name != "credentials"}
    defaults: Json = {
        "group": "AzureAI" if properties["category"] in _AI else "GenericProtocol",
        "isSharedToAll": False,
        "metadata": {},
        "createdByWorkspaceArmId": scope_id_of(write.id),
    }
    return {**write.body, "properties": defaults | properties}
