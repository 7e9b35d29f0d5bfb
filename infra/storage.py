"""The storage account that keeps training data, job files and tuned models."""

from dataclasses import dataclass

import pulumi

from infra.options import child
from infra.placement import Placement


@dataclass(frozen=True)
class StorageInputs:
    """What the account is called and how long it keeps what was deleted.

    Attributes:
        name: 3 to 24 lower-case letters and digits, unique in the world.
        retention_days: Days that deleted blobs and containers can be brought back, 1 to 365.
        replication: Azure's sku; zone-redundant by default, so that training data survives the loss of a data centre.
    """

    name: str
    retention_days: int
    replication: str = "Standard_ZRS"


class Storage(pulumi.ComponentResource):
    """A storage account without shared keys and without public blobs, over TLS 1.2 or later.

    Attributes:
        id: The account's ARM id.
        name: The account's name.
    """

    id: pulumi.Output[str]
    name: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        inputs: StorageInputs,
        placement: Placement,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("tunestack:infra:Storage", name, None, opts)
        from pulumi_azure_native import storage

        account = storage.StorageAccount(
            name,
            account_name=inputs.name,
            resource_group_name=placement.resource_group_name,
            location=placement.location,
            tags=dict(placement.tags),
            kind=storage.Kind.STORAGE_V2,
            sku=storage.SkuArgs(name=inputs.replication),
            allow_blob_public_access=False,
            allow_cross_tenant_replication=False,
            allow_shared_key_access=False,
            default_to_o_auth_authentication=True,
            enable_https_traffic_only=True,
            # TLS 1.3 is refused by clients that jobs use; scanners accept 1.2 and not 1.3.
            minimum_tls_version=storage.MinimumTlsVersion.TLS1_2,
            is_hns_enabled=False,  # a workspace's default storage can't have a hierarchical namespace
            network_rule_set=storage.NetworkRuleSetArgs(
                bypass=storage.Bypass.AZURE_SERVICES, default_action=storage.DefaultAction.ALLOW
            ),
            opts=child(self),
        )
        retention = storage.DeleteRetentionPolicyArgs(enabled=True, days=inputs.retention_days)
        storage.BlobServiceProperties(
            f"{name}-blobs",
            account_name=account.name,
            resource_group_name=placement.resource_group_name,
            blob_services_name="default",
            delete_retention_policy=retention,
            container_delete_retention_policy=retention,
            opts=child(self),
        )
        self.id = account.id
        self.name = account.name
        self.register_outputs({"id": self.id, "name": self.name})
