"""checkov's report is read for what it says, and silence is no success."""

import pytest

from toolchain.secure.scanner import Finding, ScanError, read

IDS = {"000.json": "/subscriptions/s/x"}


def report(**results: object) -> dict[str, object]:
    return {"results": results, "summary": {"checkov_version": "3.3.30"}}


def check(check_id: str) -> dict[str, str]:
    return {"check_id": check_id, "check_name": "a name", "file_path": "/000.json"}


def test_each_check_counts_once_a_resource() -> None:
    found = read(report(passed_checks=[check("A"), check("A")], failed_checks=[check("B")]), IDS)
    assert found.version == "3.3.30"
    assert found.passed == {Finding("A", "/subscriptions/s/x", "a name")}
    assert found.failed == {Finding("B", "/subscriptions/s/x", "a name")}


@pytest.mark.parametrize("silence", [{"passed": 0, "failed": 0}, []])
def test_a_scan_in_which_no_check_ran_is_an_error(silence: object) -> None:
    with pytest.raises(ScanError, match="no check at all"):
        read(silence, IDS)


def test_templates_that_could_not_be_read_are_an_error() -> None:
    with pytest.raises(ScanError, match=r"000\.json"):
        read(report(passed_checks=[check("A")], parsing_errors=["/000.json"]), IDS)
