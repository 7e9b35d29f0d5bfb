"""A private endpoint is made in a subnet, with all the zones that its target is found in, or not at all."""

import pulumi
import pytest

from infra.access import PUBLIC, Access
from infra.placement import Placement
from infra.private_endpoint import NotPrivateError, PrivateEndpoint, PrivateEndpointInputs, private_endpoints
from tests.stacks.conftest import RecordingMocks, use_mocks

PLACEMENT = Placement("group", "eastus2", {})
VAULT = ("Microsoft.KeyVault/vaults", "/subscriptions/s/vault", "kv")


def make(access: Access) -> None:
    use_mocks(RecordingMocks())
    PrivateEndpoint("vault", PrivateEndpointInputs("pe-kv", VAULT[1], "vault", access), PLACEMENT)


def test_public_access_has_no_subnet_for_it() -> None:
    with pytest.raises(NotPrivateError, match="the private endpoint vault needs a subnet"):
        make(PUBLIC)


def test_a_zone_that_is_missing_is_named() -> None:
    with pytest.raises(NotPrivateError, match=r"privatelink\.vaultcore\.azure\.net"):
        make(Access("subnet", {"privatelink.blob.core.windows.net": "zone"}))


def test_public_access_makes_none() -> None:
    mocks = RecordingMocks()
    use_mocks(mocks)

    @pulumi.runtime.test
    def run() -> None:
        assert private_endpoints("vault", VAULT, PUBLIC, PLACEMENT) == ()

    run()
    assert not mocks.registered
