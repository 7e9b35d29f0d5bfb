"""What is left behind has each operation with what verifies it, for programs and for people."""

import json
from pathlib import Path

from local_azure.calls.operation import Operation
from toolchain.conformance.client import ClientResult, Failure
from toolchain.conformance.coverage import Covered
from toolchain.conformance.documents import Document
from toolchain.conformance.results import told, write_results
from toolchain.conformance.speed import Speed

ONE, TWO, THREE = (Operation("keyvault", method, "/secrets/{}") for method in ("GET", "PATCH", "PUT"))
COVERED = [
    Covered(ONE, ("azure-cli",), is_published=False, document=None, is_of_suite=True),
    Covered(TWO, (), is_published=False, document=Document("a reference", "7.5"), is_of_suite=False),
    Covered(THREE, (), is_published=False, document=None, is_of_suite=True),
]
RAN = [ClientResult("azure-cli", "2.91.0", 3, (Failure("keyvault show", "no"),), frozenset({ONE}))]
SCHEMAS = {"bodies": 5, "valid": 4, "invalid": [{"id": "/some"}], "unchecked": [], "source": "a source"}

SPEED = Speed(0.981, 7.4568, 3.1, load=0.5, processors=2)


def test_the_document_has_clients_schemas_coverage_and_speed(tmp_path: Path) -> None:
    write_results(tmp_path / "build", RAN, SCHEMAS, COVERED, {}, SPEED)
    document = json.loads((tmp_path / "build" / "conformance.json").read_text())
    assert [(each["name"], each["passed"]) for each in document["clients"]] == [("azure-cli", 2)]
    assert document["schemas"] == SCHEMAS
    assert document["speed"]["get_p95_milliseconds"] == 7.457
    assert document["coverage"]["served"] == 3
    assert document["coverage"]["nothing"] == 1
    assert document["coverage"]["operations"][2] == {
        "service": "keyvault",
        "method": "PUT",
        "operation": "/secrets/{}",
        "suite": True,
        "verified_by": "nothing",
    }


def test_the_table_names_every_operation_and_says_nothing_where_nothing_verifies(tmp_path: Path) -> None:
    write_results(tmp_path, RAN, SCHEMAS, COVERED, {THREE: "only a person can"}, SPEED)
    table = (tmp_path / "coverage.md").read_text()
    assert "| * | GET | `/secrets/{}` | azure-cli |  |" in table
    assert "|  | PATCH | `/secrets/{}` |  | a reference, 7.5 |" in table
    assert "| * | PUT | `/secrets/{}` |  | **nothing** |" in table
    assert "PUT `/secrets/{}`: only a person can" in table
    assert "3 operations: 1 called by clients, 0 by valid bodies alone, 1 by documents alone, 1 by nothing." in table


def test_the_last_lines_sum_up_and_name_what_no_client_calls() -> None:
    lines = list(told(RAN, SCHEMAS, COVERED, [THREE], SPEED))
    assert lines == [
        "NO CLIENT CALLS what the suite does: keyvault: PUT /secrets/{}",
        "2 of 3 commands of 1 clients passed",
        "4 of 5 bodies valid",
        "3 operations served: 1 called by clients, 0 verified by bodies alone, 1 only documented, "
        "1 verified by nothing",
        "0.98 s to the first answer, 95 % of GETs within 7.5 ms, at a load of 0.5 on 2 processors",
        "build/conformance.json, build/coverage.md",
    ]
