"""Azure's API versions by resource type."""

import pytest

from catalogue.api_versions import has_version_form, may_be_version, provider_versions, type_versions, versions_of
from catalogue.resource_types import resource_types


@pytest.mark.parametrize("row", resource_types().values(), ids=lambda row: row.type)
def test_every_type_of_the_table_is_listed_with_the_version_of_its_row(row: object) -> None:
    assert row.api_version in type_versions()[row.type.lower()]  # type: ignore[attr-defined]


@pytest.mark.parametrize("versions", type_versions().values(), ids=type_versions().keys())
def test_versions_stand_once_and_the_newest_first(versions: tuple[str, ...]) -> None:
    assert list(versions) == sorted(set(versions), key=lambda each: (each[:10], "preview" not in each), reverse=True)


def test_a_provider_has_all_versions_of_its_types() -> None:
    for name, versions in type_versions().items():
        assert set(versions) <= set(provider_versions()[name.split("/")[0]])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-10-01", True),
        ("2024-10-01-preview", True),
        ("2021-10-01-dataplanepreview", True),
        ("2024-13-01", False),
        ("2024-10-01-beta", False),
        ("latest", False),
        ("", False),
        ("2024-10-01\n", False),
    ],
)
def test_a_version_has_the_form_of_a_day(text: str, expected: bool) -> None:
    assert has_version_form(text) is expected


@pytest.mark.parametrize(
    ("arm_type", "version", "expected"),
    [
        ("microsoft.storage/STORAGEACCOUNTS", "2024-01-01", True),
        ("Microsoft.Storage/storageAccounts", "2024-01-02", False),
        ("Microsoft.Storage/storageAccounts/blobServices", "2026-09-01", True),
        ("Microsoft.Compute/skus", "2021-07-01", True),
        ("Microsoft.Compute/skus", "2010-01-01", False),
        ("Microsoft.Compute/skus", "2099-01-01", False),
        ("Contoso.Things/things", "2099-01-01", True),
    ],
)
def test_a_listed_type_has_its_versions_and_another_one_those_of_its_providers_time(
    arm_type: str, version: str, expected: bool
) -> None:
    assert may_be_version(arm_type, version) is expected


def test_what_is_listed_nowhere_has_no_versions() -> None:
    assert versions_of("Contoso.Things/things") == ()
    assert versions_of("Microsoft.Compute/skus") == provider_versions()["microsoft.compute"]
