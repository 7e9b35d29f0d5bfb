"""Names of resources: the same for the same stack, different between stacks, within each service's rules.

A name that must be unique further than its group ends in a hash of subscription, group and stack. Nothing is drawn by
chance and nothing is asked of Azure, so names are known before anything exists, and the same after destroy and up.
"""

import base64
import hashlib
from dataclasses import dataclass
from typing import Final

HASH_CHARACTERS: Final = 10
"""50 bits: with a million stacks, two collide in the same service with a chance of about one in two thousand."""


@dataclass(frozen=True)
class Names:
    """The names of one stack's resources; rules as in catalogue/types.

    Attributes:
        prefix: 2 to 10 lower-case letters and digits, a letter first.
        journey: Which journey, in lower-case letters, digits and hyphens.
        environment: 2 to 8 lower-case letters and digits.
        subscription_id: The subscription's GUID.
        stack: The stack's name.
    """

    prefix: str
    journey: str
    environment: str
    subscription_id: str
    stack: str

    @property
    def resource_group(self) -> str:
        """Unique in the subscription as long as prefix, journey and environment are."""
        return f"rg-{self._plain}"

    @property
    def storage_account(self) -> str:
        """3 to 24 lower-case letters and digits, unique in the world."""
        return f"st{self.prefix}{self._hash}"

    @property
    def key_vault(self) -> str:
        """3 to 24 letters, digits and single hyphens, unique in the world, deleted vaults included."""
        return f"kv-{self.prefix}-{self._hash}"

    @property
    def container_registry(self) -> str:
        """5 to 50 letters and digits, unique in the world."""
        return f"cr{self.prefix}{self._hash}"

    @property
    def log_analytics_workspace(self) -> str:
        """4 to 63 letters, digits and hyphens; held for 14 days after it was deleted."""
        return f"log-{self._plain}-{self._hash}"

    @property
    def application_insights(self) -> str:
        """1 to 260 characters, unique in the group."""
        return f"appi-{self._plain}"

    @property
    def ai_services(self) -> str:
        """2 to 64 letters, digits and hyphens; also the subdomain, which is unique in the world."""
        return f"ais-{self.prefix}-{self._hash}"

    @property
    def identity(self) -> str:
        """3 to 128 letters, digits and hyphens, unique in the group."""
        return f"id-{self._plain}"

    @property
    def job_identity(self) -> str:
        """As identity."""
        return f"{self.identity}-job"

    @property
    def endpoint_identity(self) -> str:
        """As identity."""
        return f"{self.identity}-endpoint"

    @property
    def deployer_identity(self) -> str:
        """As identity."""
        return f"{self.identity}-deployer"

    @property
    def network(self) -> str:
        """2 to 64 letters, digits and hyphens, unique in the group."""
        return f"vnet-{self._plain}"

    @property
    def hub(self) -> str:
        """3 to 33 letters, digits and hyphens, unique in the group."""
        return f"hub-{self.prefix}-{self._hash}"

    @property
    def project(self) -> str:
        """3 to 33 letters, digits and hyphens, unique in the group."""
        return f"proj-{self.prefix}-{self._hash}"

    @property
    def workspace(self) -> str:
        """3 to 33 letters, digits and hyphens, unique in the group."""
        return f"mlw-{self.prefix}-{self._hash}"

    @property
    def gpu_cluster(self) -> str:
        """3 to 24 letters, digits and hyphens, unique in the workspace; the machine may change, jobs name it still."""
        return "gpu-cluster"

    @property
    def cpu_cluster(self) -> str:
        """As gpu_cluster."""
        return "cpu-cluster"

    @property
    def foundry_project(self) -> str:
        """2 to 64 letters, digits and hyphens, unique in its account, which other stacks may use too."""
        return f"proj-{self._plain}"

    @property
    def content_filter(self) -> str:
        """2 to 64 letters, digits and hyphens, unique in its account."""
        return f"filter-{self._plain}"

    @property
    def _plain(self) -> str:
        return f"{self.prefix}-{self.journey}-{self.environment}"

    @property
    def _hash(self) -> str:
        seed = "/".join((self.subscription_id, self.resource_group, self.stack)).lower()
        digest = hashlib.sha256(seed.encode()).digest()
        return base64.b32encode(digest).decode().lower()[:HASH_CHARACTERS]
