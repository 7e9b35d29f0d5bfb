"""The secrets of one local Azure: what its deployer signs in with."""

import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from local_azure.identity import DEPLOYER_CLIENT_ID, SUBSCRIPTION_ID, TENANT_ID
from local_azure.secret_files import write_secret


@dataclass(frozen=True)
class Credentials:
    """What signs in to one local Azure.

    Attributes:
        client_secret: The deployer's secret.
        tenant_id: The tenant.
        subscription_id: The subscription.
        client_id: The deployer's application.
    """

    client_secret: str
    tenant_id: str = TENANT_ID
    subscription_id: str = SUBSCRIPTION_ID
    client_id: str = DEPLOYER_CLIENT_ID


def credentials(directory: Path) -> Credentials:
    """Returns the credentials in an instance's folder; makes them (``credentials.json``, owner only) the first time."""
    path = directory / "credentials.json"
    if path.exists():
        return Credentials(**json.loads(path.read_bytes()))
    made = Credentials(client_secret=secrets.token_urlsafe(32))
    write_secret(path, json.dumps(asdict(made), indent=2).encode())
    return made
