"""What is left failing is written down: check, resources, stacks and a reason."""

from toolchain.secure.accepted import WrittenException, divide, exceptions
from toolchain.secure.scanner import Finding

ROW = WrittenException(check="A", resources=("*/registries/*",), stacks=("*-dev",), reason="because")


def test_a_finding_is_accepted_with_its_reason_where_a_row_covers_it() -> None:
    finding = Finding("A", "/x/Registries/y", "title")
    stand, accepted = divide([finding], "phi3-dev", [ROW])
    assert stand == []
    assert [(one.finding, one.reason) for one in accepted] == [(finding, "because")]


def test_a_finding_stands_on_other_resources_checks_and_stacks() -> None:
    elsewhere = Finding("A", "/x/vaults/y", "title")
    other = Finding("B", "/x/registries/y", "title")
    assert divide([elsewhere, other], "phi3-dev", [ROW])[0] == [elsewhere, other]
    same = Finding("A", "/x/registries/y", "title")
    assert divide([same], "phi3-prod", [ROW])[0] == [same]


def test_each_shipped_exception_gives_a_reason() -> None:
    rows = exceptions()
    assert rows
    assert all(len(row.reason) > 40 for row in rows)


def test_production_has_no_exception_that_is_for_development() -> None:
    for_all = {(row.check, row.resources) for row in exceptions() if row.stacks == ("*",)}
    assert for_all == {("CKV_AZURE_166", ("*/registries/*",)), ("CKV_AZURE_243", ("*/workspaces/proj-*",))}
    assert all(row.stacks == ("*-dev", "*-local") for row in exceptions() if row.stacks != ("*",))
