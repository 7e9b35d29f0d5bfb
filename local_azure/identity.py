"""Who and where a local Azure is: the ids of its subscription, tenant and deployer, and its mark on answers."""

import uuid
from datetime import datetime

SUBSCRIPTION_ID = "5ca1ab1e-0000-4000-8000-000000000001"
TENANT_ID = "5ca1ab1e-0000-4000-8000-000000000002"
DEPLOYER_CLIENT_ID = "5ca1ab1e-0000-4000-8000-000000000003"
DEPLOYER_OBJECT_ID = "5ca1ab1e-0000-4000-8000-000000000004"

SUBSCRIPTION_SCOPE = f"/subscriptions/{SUBSCRIPTION_ID}"
SERVER_HEADER = "tunestack-local-azure"
MANAGEMENT_HOST = "management.azure.com"
LOGIN_HOST = "login.microsoftonline.com"


def principal_ids(resource_id: str, made_at: datetime) -> tuple[str, str]:
    """Returns the object id and client id of the identity of a resource made at that time: new for each creation."""
    seed = f"{resource_id.lower()}|{made_at.isoformat()}"
    namespace = uuid.UUID(TENANT_ID)
    return str(uuid.uuid5(namespace, f"{seed}|principal")), str(uuid.uuid5(namespace, f"{seed}|client"))
