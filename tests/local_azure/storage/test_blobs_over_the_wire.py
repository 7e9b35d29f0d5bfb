"""Azure's own storage client, unmodified, keeps and finds its blobs here, and is refused what Azure refuses."""

import io
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from azure.core import MatchConditions
from azure.core.credentials import AccessToken
from azure.core.exceptions import (
    ClientAuthenticationError,
    HttpResponseError,
    ResourceExistsError,
    ResourceModifiedError,
    ResourceNotFoundError,
)
from azure.storage.blob import BlobClient, BlobSasPermissions, BlobServiceClient, ContainerClient, generate_blob_sas

from local_azure.identity import DEPLOYER_OBJECT_ID, SUBSCRIPTION_SCOPE
from tests.local_azure.running import ROOT, LocalAzure, group_id
from toolchain.paths import PartMissingError, azurite_script, node_executable

BLOB_DATA_READER = "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"
BLOB_DATA_CONTRIBUTOR = "ba92f5b4-2d11-453d-a403-e96b0029c9fe"
STRANGER = "99999999-9999-4999-8999-999999999999"


class TokenOf:
    """Tokens of one principal of a local Azure, for the storage client."""

    def __init__(self, local_azure: LocalAzure, object_id: str) -> None:
        self._local_azure, self._object_id = local_azure, object_id

    def get_token(self, *_scopes: str, **_options: object) -> AccessToken:
        token = self._local_azure.token("https://storage.azure.com", self._object_id)
        return AccessToken(token, int(time.time()) + 3600)


@pytest.fixture(scope="module")
def account(local_azure: LocalAzure) -> Iterator[str]:
    try:
        node_executable(ROOT), azurite_script(ROOT)
    except PartMissingError as missing:
        pytest.skip(f"Azurite isn't there: {missing}")
    group = group_id("storage-over-the-wire")
    local_azure.put(group, {"location": "eastus2"})
    account_id = f"{group}/providers/Microsoft.Storage/storageAccounts/overthewire"
    body = {"location": "eastus2", "kind": "StorageV2", "sku": {"name": "Standard_LRS"}}
    local_azure.put(account_id, {**body, "properties": {"allowSharedKeyAccess": False}})
    role = f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.Authorization/roleDefinitions/{BLOB_DATA_CONTRIBUTOR}"
    assignment = f"{account_id}/providers/Microsoft.Authorization/roleAssignments/{uuid.uuid4()}"
    principal = {"principalId": DEPLOYER_OBJECT_ID, "principalType": "ServicePrincipal", "roleDefinitionId": role}
    local_azure.put(assignment, {"properties": principal})
    yield "overthewire"
    local_azure.delete(group)


def service(
    local_azure: LocalAzure, account: str, object_id: str = DEPLOYER_OBJECT_ID, **options: int
) -> BlobServiceClient:
    return BlobServiceClient(
        f"https://{account}.blob.core.windows.net",
        credential=TokenOf(local_azure, object_id),
        proxies={"https": local_azure.proxy},
        connection_verify=str(local_azure.directory / "ca.pem"),
        retry_total=0,
        **options,
    )


@pytest.fixture
def container(local_azure: LocalAzure, account: str) -> ContainerClient:
    return service(local_azure, account).create_container(f"test-{uuid.uuid4().hex}")


def test_a_blob_comes_back_as_it_was_written_with_its_metadata(container: ContainerClient) -> None:
    container.upload_blob("x/ü y.txt", b"hello", metadata={"upload_status": "completed"})
    blob = container.get_blob_client("x/ü y.txt")
    assert blob.download_blob().readall() == b"hello"
    assert blob.get_blob_properties().metadata == {"upload_status": "completed"}


def test_blobs_beyond_one_request_are_streamed_in_blocks(
    local_azure: LocalAzure, account: str, container: ContainerClient
) -> None:
    content = bytes(range(256)) * 40_000
    in_blocks = service(local_azure, account, max_single_put_size=1024 * 1024, max_block_size=1024 * 1024)
    in_blocks.get_blob_client(container.container_name, "big").upload_blob(io.BytesIO(content))
    assert container.download_blob("big").readall() == content


def test_blobs_and_containers_are_listed_under_public_names(container: ContainerClient, account: str) -> None:
    container.upload_blob("a", b"1")
    container.upload_blob("b/c", b"2")
    assert [blob.name for blob in container.list_blobs()] == ["a", "b/c"]
    assert container.url.startswith(f"https://{account}.blob.core.windows.net/")


def test_a_blob_is_not_overwritten_unasked(container: ContainerClient) -> None:
    container.upload_blob("once", b"1")
    with pytest.raises(ResourceExistsError) as refused:
        container.upload_blob("once", b"2")
    assert refused.value.error_code == "BlobAlreadyExists"


def test_a_blob_is_written_and_deleted_for_one_state_alone(container: ContainerClient) -> None:
    blob = container.get_blob_client("state")
    first = blob.upload_blob(b"1")["etag"]
    blob.upload_blob(b"2", overwrite=True, etag=first, match_condition=MatchConditions.IfNotModified)
    for change in (partial(blob.upload_blob, b"3", overwrite=True), blob.delete_blob):
        with pytest.raises(ResourceModifiedError) as refused:
            change(etag=first, match_condition=MatchConditions.IfNotModified)
        assert (refused.value.status_code, refused.value.error_code) == (412, "ConditionNotMet")
    assert blob.download_blob().readall() == b"2"


def test_what_is_not_there_is_not_found(container: ContainerClient) -> None:
    with pytest.raises(ResourceNotFoundError) as refused:
        container.download_blob("nothing")
    assert refused.value.error_code == "BlobNotFound"


def test_a_caller_without_a_data_role_is_refused(
    local_azure: LocalAzure, account: str, container: ContainerClient
) -> None:
    container.upload_blob("secret", b"1")
    stranger = service(local_azure, account, STRANGER).get_blob_client(container.container_name, "secret")
    with pytest.raises(HttpResponseError) as refused:
        stranger.download_blob()
    assert refused.value.error_code == "AuthorizationPermissionMismatch"


def test_a_role_on_a_container_with_a_condition_opens_what_that_allows(
    local_azure: LocalAzure, account: str, container: ContainerClient
) -> None:
    scope = f"{group_id('storage-over-the-wire')}/providers/Microsoft.Storage/storageAccounts/{account}"
    scope += f"/blobServices/default/containers/conditional-{uuid.uuid4().hex}"
    local_azure.put(scope, {"properties": {}})
    mine = service(local_azure, account).get_container_client(scope.rsplit("/", 1)[-1])
    for owned, name in ((mine, "open/a"), (mine, "closed/a"), (container, "open/a")):
        owned.upload_blob(name, b"1")
    reader, blobs = str(uuid.uuid4()), "Microsoft.Storage/storageAccounts/blobServices/containers/blobs"
    properties = {
        "principalId": reader,
        "principalType": "User",
        "roleDefinitionId": f"/providers/Microsoft.Authorization/roleDefinitions/{BLOB_DATA_READER}",
        "condition": f"!(ActionMatches{{'{blobs}/read'}} AND NOT SubOperationMatches{{'Blob.List'}}) "
        f"OR @Resource[{blobs}:path] StringStartsWith 'open/'",
        "conditionVersion": "2.0",
    }
    path = f"{scope}/providers/Microsoft.Authorization/roleAssignments/{uuid.uuid4()}"
    local_azure.put(path, {"properties": properties})
    blobs_of_reader = service(local_azure, account, reader)
    assert blobs_of_reader.get_blob_client(mine.container_name, "open/a").download_blob().readall() == b"1"
    assert len(list(blobs_of_reader.get_container_client(mine.container_name).list_blobs())) == 2
    for where, name in ((mine.container_name, "closed/a"), (container.container_name, "open/a")):
        with pytest.raises(HttpResponseError) as refused:
            blobs_of_reader.get_blob_client(where, name).download_blob()
        assert refused.value.error_code == "AuthorizationPermissionMismatch"


def test_a_delegation_signature_opens_its_blob_and_no_other(
    local_azure: LocalAzure, account: str, container: ContainerClient
) -> None:
    container.upload_blob("mine", b"1")
    container.upload_blob("other", b"2")
    now = datetime.now(UTC)
    key = service(local_azure, account).get_user_delegation_key(now - timedelta(minutes=5), now + timedelta(hours=1))
    signature = generate_blob_sas(
        account,
        container.container_name,
        "mine",
        user_delegation_key=key,
        permission=BlobSasPermissions(read=True),
        expiry=now + timedelta(minutes=30),
    )
    options = {
        "proxies": {"https": local_azure.proxy},
        "connection_verify": str(local_azure.directory / "ca.pem"),
        "retry_total": 0,
    }
    assert BlobClient.from_blob_url(f"{container.url}/mine?{signature}", **options).download_blob().readall() == b"1"
    with pytest.raises(ClientAuthenticationError):
        BlobClient.from_blob_url(f"{container.url}/other?{signature}", **options).download_blob()


def test_a_path_out_of_the_container_is_refused(
    local_azure: LocalAzure, account: str, container: ContainerClient
) -> None:
    token = local_azure.token("https://storage.azure.com")
    url = f"https://{account}.blob.core.windows.net/{container.container_name}/%2e%2e/other/x"
    answer = local_azure.http.get(url, headers={"Authorization": f"Bearer {token}", "x-ms-version": "2024-11-04"})
    assert (answer.status_code, answer.headers["x-ms-error-code"]) == (400, "InvalidUri")


def test_an_account_that_is_deleted_loses_its_blobs_and_keys(local_azure: LocalAzure, account: str) -> None:
    group = group_id("storage-short-lived")
    local_azure.put(group, {"location": "eastus2"})
    short_lived = f"{group}/providers/Microsoft.Storage/storageAccounts/shortlived"
    body = {"location": "eastus2", "kind": "StorageV2", "sku": {"name": "Standard_LRS"}}
    local_azure.put(short_lived, body)
    local_azure.put(f"{short_lived}/blobServices/default/containers/data", {"properties": {}})
    keys = local_azure.call("POST", f"{short_lived}/listKeys").json()
    local_azure.delete(short_lived)
    local_azure.put(short_lived, body)
    assert local_azure.call("POST", f"{short_lived}/listKeys").json() != keys
    containers = service(local_azure, "shortlived").list_containers()
    assert list(containers) == []
