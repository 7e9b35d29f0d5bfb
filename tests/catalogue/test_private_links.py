"""Private links: each group id with its type and zones."""

import pytest

from catalogue.private_links import UnknownPrivateLinkError, links_of, private_link, private_links, zones_of
from catalogue.resource_types import by_type


def test_each_group_is_of_a_known_type_and_has_zones() -> None:
    for link in private_links().values():
        assert by_type(link.type).type == link.type
        assert link.zones
        assert all(zone.startswith("privatelink.") for zone in link.zones)


def test_a_workspace_is_found_in_two_zones() -> None:
    assert private_link("amlworkspace").zones == ("privatelink.api.azureml.ms", "privatelink.notebooks.azure.net")


def test_storage_is_reached_as_blobs_and_files() -> None:
    assert [link.group_id for link in links_of("Microsoft.Storage/storageAccounts")] == ["blob", "file"]


def test_zones_are_those_of_the_resource_providers_in_use() -> None:
    assert zones_of(["Microsoft.KeyVault", "Microsoft.Insights"]) == ("privatelink.vaultcore.azure.net",)


def test_an_unknown_group_is_named() -> None:
    with pytest.raises(UnknownPrivateLinkError, match="sqlServer"):
        private_link("sqlServer")
