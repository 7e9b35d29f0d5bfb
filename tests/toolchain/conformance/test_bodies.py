"""Bodies are counted by stack: valid, invalid with what they break, and those that nothing is published of."""

import json
from pathlib import Path

import pytest

from toolchain.conformance.bodies import check_bodies, schemas_document
from toolchain.conformance.published import Published
from toolchain.conformance.suite import SuiteRun


@pytest.fixture
def known(tmp_path: Path) -> Published:
    schema = tmp_path / "account.json"
    schema.write_text(json.dumps({"type": "object", "required": ["location"]}))
    return Published("a source", {("microsoft.storage/storageaccounts", "2024-01-01"): schema})


def run(*sent: tuple[str, str, dict[str, str]]) -> SuiteRun:
    bodies = [{"id": name, "type": kind, "apiVersion": "2024-01-01", "body": body} for name, kind, body in sent]
    return SuiteRun("phi3-dev", bodies, frozenset())


ACCOUNTS, ALERTS = "Microsoft.Storage/storageAccounts", "Microsoft.Insights/metricAlerts"


def test_bodies_are_told_apart(known: Published) -> None:
    found = check_bodies(
        known, run(("/a", ACCOUNTS, {"location": "eastus2"}), ("/b", ACCOUNTS, {}), ("/c", ALERTS, {}))
    )
    assert (found.checked, found.valid) == (2, 1)
    assert [row["id"] for row in found.invalid] == ["/b"]
    assert found.unchecked == ({"stack": "phi3-dev", "id": "/c"},)


def test_a_type_is_valid_when_all_its_bodies_are(known: Published) -> None:
    good, bad = ("/a", ACCOUNTS, {"location": "eastus2"}), ("/b", ACCOUNTS, dict[str, str]())
    assert check_bodies(known, run(good)).valid_types == {ACCOUNTS}
    assert check_bodies(known, run(good, bad)).valid_types == set()


def test_the_document_sums_up_all_stacks(known: Published) -> None:
    checked = [
        check_bodies(known, run(("/a", ACCOUNTS, {"location": "eastus2"}))),
        check_bodies(known, run(("/b", ACCOUNTS, {}))),
    ]
    document = schemas_document(known, checked)
    assert (document["bodies"], document["valid"], document["source"]) == (2, 1, "a source")
    assert schemas_document(None, [])["source"] is None


def test_what_is_done_with_a_stack_is_checked_at_versions_that_have_a_schema(known: Published) -> None:
    done = [
        {"id": name, "type": ACCOUNTS, "apiVersion": version, "body": {}}
        for name, version in (("/a", "2024-01-01"), ("/b", "2023-01-01"))
    ]
    found = check_bodies(known, SuiteRun("phi3-local", [], frozenset(), tuple(done)))
    assert [row["id"] for row in found.invalid] == ["/a"]
    assert found.unchecked == ({"stack": "phi3-local", "id": "/b"},)
