"""Azure's own storage client is let in by the way it comes: the public network, its rules, or a private endpoint."""

import time
import uuid
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from azure.core.credentials import AccessToken
from azure.core.exceptions import HttpResponseError
from azure.storage.blob import BlobServiceClient

from local_azure.identity import DEPLOYER_OBJECT_ID, SUBSCRIPTION_SCOPE
from local_azure.network.access import OUTSIDE
from tests.local_azure.network.networks import (
    link_body,
    make_account,
    make_endpoint,
    make_network,
    make_zone,
    make_zone_group,
)
from tests.local_azure.running import ROOT, LocalAzure
from toolchain.paths import PartMissingError, azurite_script, node_executable

BLOB_DATA_CONTRIBUTOR = "ba92f5b4-2d11-453d-a403-e96b0029c9fe"


class DeployersToken:
    """Tokens of the deployer, for the storage client."""

    def __init__(self, azure: LocalAzure) -> None:
        self._azure = azure

    def get_token(self, *_scopes: str, **_options: object) -> AccessToken:
        return AccessToken(self._azure.token("https://storage.azure.com"), int(time.time()) + 3600)


def service(azure: LocalAzure, account: str, subnet: str | None = None) -> BlobServiceClient:
    user = "" if subnet is None else f"{quote(subnet, safe='')}:@"
    return BlobServiceClient(
        f"https://{account}.blob.core.windows.net",
        credential=DeployersToken(azure),
        proxies={"https": azure.proxy.replace("//", f"//{user}")},
        connection_verify=str(azure.directory / "ca.pem"),
        retry_total=0,
    )


def is_let_in(azure: LocalAzure, account: str, subnet: str | None = None) -> bool:
    try:
        list(service(azure, account, subnet).list_containers())
    except HttpResponseError as refused:
        if (refused.status_code, refused.error_code) != (403, "AuthorizationFailure"):
            raise
        return False
    return True


@pytest.fixture
def account(local_azure: LocalAzure, group: str) -> Iterator[str]:
    """The name of a storage account of the test's own, in which the deployer may do everything."""
    try:
        node_executable(ROOT), azurite_script(ROOT)
    except PartMissingError as missing:
        pytest.skip(f"Azurite isn't there: {missing}")
    name = f"rules{uuid.uuid4().hex[:12]}"
    account_id = make_account(local_azure, group, name)
    role = f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.Authorization/roleDefinitions/{BLOB_DATA_CONTRIBUTOR}"
    assignment = f"{account_id}/providers/Microsoft.Authorization/roleAssignments/{uuid.uuid4()}"
    principal = {"principalId": DEPLOYER_OBJECT_ID, "principalType": "ServicePrincipal", "roleDefinitionId": role}
    local_azure.put(assignment, {"properties": principal})
    yield name
    local_azure.delete(group)


def test_without_public_access_only_a_private_endpoint_that_dns_finds_leads_in(
    local_azure: LocalAzure, group: str, account: str
) -> None:
    assert is_let_in(local_azure, account)
    account_id = make_account(local_azure, group, account, publicNetworkAccess="Disabled")
    subnet = make_network(local_azure, group)
    assert not is_let_in(local_azure, account)
    endpoint = make_endpoint(local_azure, group, subnet, account_id)
    assert not is_let_in(local_azure, account, subnet)
    zone = make_zone(local_azure, group)
    make_zone_group(local_azure, endpoint, zone)
    assert not is_let_in(local_azure, account, subnet)
    local_azure.put(f"{zone}/virtualNetworkLinks/link", link_body(subnet))
    assert is_let_in(local_azure, account, subnet)
    assert not is_let_in(local_azure, account)
    local_azure.delete(endpoint)
    assert not is_let_in(local_azure, account, subnet)


def test_another_network_does_not_lead_in(local_azure: LocalAzure, group: str, account: str) -> None:
    account_id = make_account(local_azure, group, account, publicNetworkAccess="Disabled")
    subnet, elsewhere = make_network(local_azure, group), make_network(local_azure, group, "elsewhere")
    endpoint, zone = make_endpoint(local_azure, group, subnet, account_id), make_zone(local_azure, group)
    make_zone_group(local_azure, endpoint, zone)
    for number, each in enumerate((subnet, elsewhere)):
        local_azure.put(f"{zone}/virtualNetworkLinks/link-{number}", link_body(each))
    assert is_let_in(local_azure, account, subnet)
    assert not is_let_in(local_azure, account, elsewhere)


def test_denied_by_default_only_named_addresses_and_subnets_are_let_in(
    local_azure: LocalAzure, group: str, account: str
) -> None:
    denied = {"defaultAction": "Deny", "bypass": "AzureServices"}
    make_account(local_azure, group, account, networkAcls=denied)
    assert not is_let_in(local_azure, account)
    make_account(local_azure, group, account, networkAcls={**denied, "ipRules": [{"value": OUTSIDE}]})
    assert is_let_in(local_azure, account)
    subnet, prefix = make_network(local_azure, group), {"addressPrefix": "10.0.1.0/24"}
    local_azure.put(subnet, {"properties": {**prefix, "serviceEndpoints": [{"service": "Microsoft.Storage"}]}})
    make_account(local_azure, group, account, networkAcls={**denied, "virtualNetworkRules": [{"id": subnet}]})
    assert is_let_in(local_azure, account, subnet)
    assert not is_let_in(local_azure, account)
    local_azure.put(subnet, {"properties": prefix})
    assert not is_let_in(local_azure, account, subnet)


def test_a_subnet_that_is_not_there_is_outside(local_azure: LocalAzure, group: str, account: str) -> None:
    nowhere = f"{group}/providers/Microsoft.Network/virtualNetworks/none/subnets/none"
    assert is_let_in(local_azure, account, nowhere)
    make_account(local_azure, group, account, publicNetworkAccess="Disabled")
    assert not is_let_in(local_azure, account, nowhere)
