"""Resource ids are taken apart whatever their form, and put together in the usual case."""

import pytest

from catalogue.resource_types import by_type
from local_azure.management.paths import parse

GROUP = "/subscriptions/s/resourceGroups/rg"


@pytest.mark.parametrize(
    ("path", "kind", "names", "scope"),
    [
        (GROUP, "Microsoft.Resources/resourceGroups", ("rg",), "/subscriptions/s"),
        (f"{GROUP}/providers/N.A/t/x", "N.A/t", ("x",), GROUP),
        (f"{GROUP}/providers/N.A/t/x/u/y", "N.A/t/u", ("x", "y"), GROUP),
        (f"{GROUP}/providers/N.A/t/x/providers/N.B/v/z", "N.B/v", ("z",), f"{GROUP}/providers/N.A/t/x"),
        ("/subscriptions/s/providers/N.A/t/x", "N.A/t", ("x",), "/subscriptions/s"),
        ("/providers/N.A/t/x", "N.A/t", ("x",), ""),
        (f"{GROUP}//providers/N.A//t/x/", "N.A/t", ("x",), GROUP),
    ],
)
def test_a_path_tells_type_names_and_scope(path: str, kind: str, names: tuple[str, ...], scope: str) -> None:
    parsed = parse(path)
    assert parsed is not None
    assert (parsed.type, parsed.names, parsed.scope) == (kind, names, scope)


def test_a_collection_has_one_type_more_than_names() -> None:
    parsed = parse(f"{GROUP}/providers/N.A/t/x/u")
    assert parsed is not None
    assert parsed.is_collection
    assert parsed.id == f"{GROUP}/providers/N.A/t/x/u"


@pytest.mark.parametrize("path", ["/", "/subscriptions", "/subscriptions/s", f"{GROUP}/providers", f"{GROUP}/things/x"])
def test_what_is_no_resource_is_none(path: str) -> None:
    assert parse(path) is None


def test_an_id_is_written_as_the_table_and_azure_write_it() -> None:
    parsed = parse("/SUBSCRIPTIONS/s/RESOURCEGROUPS/Rg/PROVIDERS/microsoft.keyvault/VAULTS/Kv")
    assert parsed is not None
    written = parsed.written_as(by_type("Microsoft.KeyVault/vaults"))
    assert written.id == "/subscriptions/s/resourceGroups/Rg/providers/Microsoft.KeyVault/vaults/Kv"
