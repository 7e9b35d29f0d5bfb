"""The life of one resource of every class of the table, against a local Azure that keeps resources as they are put."""

from collections.abc import Iterator
from typing import Any

import grpc
import pytest
from pulumi.runtime.proto import provider_pb2 as pb

from catalogue.resource_types import ResourceType, by_token, tokens
from local_azure import authorization, managedidentity, management
from local_azure.identity import SUBSCRIPTION_SCOPE
from tests.local_azure.running import LocalAzure
from tests.toolchain.azure_native.example_members import IDENTITY_ID
from tests.toolchain.azure_native.examples import EXAMPLES, changed
from tests.toolchain.azure_native.local_exchange import LocalExchange, PollingClock
from tests.toolchain.azure_native.provider import Provider, running_provider, urn
from toolchain.azure_native.resource_id import WHOLE_IDS
from toolchain.azure_native.values import to_struct

GROUP = "resources:ResourceGroup"
SERVICES = [authorization.SERVICE, managedidentity.SERVICE, management.SERVICE]
"""What every type needs; the services of the types themselves have tests of their own."""


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAzure]:
    with LocalAzure(tmp_path_factory.mktemp("azure"), services=SERVICES) as running:
        for namespace in {row.type.split("/")[0] for row in tokens().values()}:
            running.call("POST", f"{SUBSCRIPTION_SCOPE}/providers/{namespace}/register").raise_for_status()
        running.put(IDENTITY_ID.partition("/providers/")[0], {"location": "eastus2"})
        running.put(IDENTITY_ID, {"location": "eastus2"})
        yield running


@pytest.fixture
def provider(local: LocalAzure) -> Iterator[Provider]:
    with running_provider(LocalExchange(local), PollingClock()) as running:
        running.configure()
        yield running


@pytest.fixture
def surroundings(provider: Provider, local: LocalAzure, token: str) -> Iterator[None]:
    """What the resource lies in: its group and its parents."""
    try:
        for parent in parents(token):
            provider.create(parent, EXAMPLES[parent])
        yield
    finally:
        local.finish(local.call("DELETE", f"{SUBSCRIPTION_SCOPE}/resourceGroups/rg"))


def parents(token: str) -> list[str]:
    if token == GROUP:
        return []
    if token == "authorization:ManagementLockAtResourceLevel":
        return [GROUP, "cognitiveservices:Account", "cognitiveservices:Project"]
    names = by_token(token).type.split("/")
    types = ["/".join(names[:count]) for count in range(2, len(names))]
    return [GROUP, *(row.token or "" for kind in types for row in tokens().values() if row.type == kind)]


def unchanged(provider: Provider, token: str, old: dict[str, Any], new: dict[str, Any]) -> bool:
    request = pb.DiffRequest(urn=urn(token), news=to_struct(new), old_inputs=to_struct(old))
    return bool(provider.stub.Diff(request).changes == pb.DiffResponse.DIFF_NONE)


def told(row: ResourceType, inputs: dict[str, Any]) -> dict[str, Any]:
    """What of the inputs Azure can tell: nothing of a query, nothing empty, scopes without their first slash."""
    found = {name: value for name, value in inputs.items() if name not in row.query and value not in ({}, [])}
    return found | {name: found[name].strip("/") for name in WHOLE_IDS if name in found}


@pytest.mark.usefixtures("surroundings")
@pytest.mark.parametrize("token", EXAMPLES)
def test_it_is_created_read_changed_and_deleted(provider: Provider, token: str) -> None:
    row = by_token(token)
    inputs, failures = provider.check(token, EXAMPLES[token])
    assert failures == []
    assert provider.create(token, inputs, preview=True)[1]["name"]
    made, state = provider.create(token, inputs)
    if row.default_state is None:
        with pytest.raises(grpc.RpcError, match="cannot create already existing resource"):
            provider.create(token, inputs)
    assert unchanged(provider, token, inputs, provider.check(token, EXAMPLES[token], inputs)[0])
    assert provider.read(token, made, inputs, state) == (made, state, inputs)
    imported = provider.read(token, made, {}, {})[2]
    imported.get("properties", {}).pop("provisioningState", None)  # this Azure has one for every type
    assert {**told(row, imported), **told(row, inputs)} == told(row, imported)
    new = {**inputs, **changed(token)}
    provider.update(token, inputs, new, state)
    assert provider.read(token, made, inputs, state)[2] == new
    if token != "keyvault:Secret":
        provider.delete(token, made)
        assert provider.read(token, made, inputs, state)[0] == (made if row.default_state is not None else "")
