"""The storage account that keeps training data, job files and tuned models."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pulumi

from infra.access import PUBLIC, Access
from infra.encryption import EncryptionKey
from infra.options import child
from infra.placement import Placement
from infra.private_endpoint import private_endpoints

if TYPE_CHECKING:
    from pulumi_azure_native import storage

ARM_TYPE: Final = "Microsoft.Storage/storageAccounts"
LONGEST_SAS: Final = "1.00:00:00"
"""A signature for longer than a day is noted in the logs; those that jobs and ourselves make last an hour."""


@dataclass(frozen=True)
class StorageInputs:
    """What the account is called, how long it keeps what was deleted, and how it is reached and encrypted.

    Attributes:
        name: 3 to 24 lower-case letters and digits, unique in the world.
        retention_days: Days that deleted blobs and containers can be brought back, 1 to 365.
        sku: Azure's, such as ``Standard_ZRS``; can't be changed between all of them.
        shared_keys: Whether it takes its keys, which datastores of a workspace may hold; by tokens alone when False.
        access: From where it is reached.
        key: A key of one's own; Microsoft's when None.
    """

    name: str
    retention_days: int
    sku: str
    shared_keys: bool = False
    access: Access = PUBLIC
    key: EncryptionKey | None = None


class Storage(pulumi.ComponentResource):
    """A storage account without public blobs, over TLS 1.2 or later, and usually without keys.

    Attributes:
        id: The account's ARM id.
        name: The account's name.
        blobs_id: ARM id of its blob service, which has logs of its own.
        ready: What has to come before whoever reads and writes its data.
    """

    id: pulumi.Output[str]
    name: pulumi.Output[str]
    blobs_id: pulumi.Output[str]
    ready: tuple[pulumi.Resource, ...]

    def __init__(
        self,
        name: str,
        inputs: StorageInputs,
        placement: Placement,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("tunestack:infra:Storage", name, None, opts)
        from pulumi_azure_native import storage

        network, action = storage.PublicNetworkAccess, storage.DefaultAction
        account = storage.StorageAccount(
            name,
            account_name=inputs.name,
            resource_group_name=placement.resource_group_name,
            location=placement.location,
            tags=dict(placement.tags),
            kind=storage.Kind.STORAGE_V2,
            sku=storage.SkuArgs(name=inputs.sku),
            identity=_identity(inputs.key) if inputs.key else None,
            allow_blob_public_access=False,
            allow_cross_tenant_replication=False,
            allow_shared_key_access=inputs.shared_keys,
            default_to_o_auth_authentication=not inputs.shared_keys,
            enable_https_traffic_only=True,
            # TLS 1.3 is refused by clients that jobs use; scanners accept 1.2 and not 1.3.
            minimum_tls_version=storage.MinimumTlsVersion.TLS1_2,
            is_hns_enabled=False,  # a workspace's default storage can't have a hierarchical namespace
            is_local_user_enabled=False,
            public_network_access=network.DISABLED if inputs.access.is_private else network.ENABLED,
            network_rule_set=storage.NetworkRuleSetArgs(
                # Azure ML's own services read and write job files as identities of the workspace.
                bypass=storage.Bypass.AZURE_SERVICES,
                default_action=action.DENY if inputs.access.is_private else action.ALLOW,
            ),
            encryption=_encryption(inputs.key),
            sas_policy=storage.SasPolicyArgs(
                expiration_action=storage.ExpirationAction.LOG, sas_expiration_period=LONGEST_SAS
            ),
            opts=child(self),
        )
        retention = storage.DeleteRetentionPolicyArgs(enabled=True, days=inputs.retention_days)
        blobs = storage.BlobServiceProperties(
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
        self.blobs_id = blobs.id
        target = (ARM_TYPE, account.id, inputs.name)
        endpoints = private_endpoints(name, target, inputs.access, placement, child(self))
        self.ready = (account, *endpoints)
        self.register_outputs({"id": self.id, "name": self.name})


def _identity(key: EncryptionKey) -> "storage.IdentityArgs":
    from pulumi_azure_native import storage

    return storage.IdentityArgs(type=storage.IdentityType.USER_ASSIGNED, user_assigned_identities=[key.identity_id])


def _encryption(key: EncryptionKey | None) -> "storage.EncryptionArgs":
    from pulumi_azure_native import storage

    encrypted = storage.EncryptionServiceArgs(enabled=True, key_type=storage.KeyType.ACCOUNT)
    services = storage.EncryptionServicesArgs(blob=encrypted, file=encrypted)
    # A second layer beneath, at no charge; Azure takes it when the account is made alone.
    second_layer = True
    if key is None:
        return storage.EncryptionArgs(
            key_source=storage.KeySource.MICROSOFT_STORAGE,
            require_infrastructure_encryption=second_layer,
            services=services,
        )
    return storage.EncryptionArgs(
        key_source=storage.KeySource.MICROSOFT_KEYVAULT,
        require_infrastructure_encryption=second_layer,
        services=services,
        key_vault_properties=storage.KeyVaultPropertiesArgs(
            key_vault_uri=key.vault_uri, key_name=key.name, key_version=key.version
        ),
        encryption_identity=storage.EncryptionIdentityArgs(encryption_user_assigned_identity=key.identity_id),
    )
