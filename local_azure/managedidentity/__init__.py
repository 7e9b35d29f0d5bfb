"""User-assigned managed identities: principals that services of this local Azure can have tokens for."""

from collections.abc import Mapping

from local_azure.behaviour import Behaviour
from local_azure.platform import Platform
from local_azure.service import Service


def _behaviours(platform: Platform) -> Mapping[str, Behaviour]:
    from local_azure.managedidentity.federated_credentials import federated_credential_behaviour
    from local_azure.managedidentity.user_assigned import user_assigned_behaviour

    identity = "microsoft.managedidentity/userassignedidentities"
    return {
        identity: user_assigned_behaviour(platform),
        f"{identity}/federatedidentitycredentials": federated_credential_behaviour(platform),
    }


SERVICE = Service(name="managedidentity", behaviours=_behaviours)
