"""Each served operation has what verifies it, a client's call above all; what the suite alone calls is told."""

from local_azure.calls.operation import Operation
from toolchain.conformance.client import ClientResult
from toolchain.conformance.coverage import Covered, counts, coverage, put_of, uncalled
from toolchain.conformance.documents import Document, Group

ACCOUNT = "/subscriptions/{}/resourceGroups/{}/providers/Microsoft.Storage/storageAccounts/{}"
PUT, GET, PATCH, DELETE = (Operation("management", method, ACCOUNT) for method in ("PUT", "GET", "PATCH", "DELETE"))
DOCUMENT = Document("a reference", "2024-01-01")


def made(**changed: object) -> list[Covered]:
    ran = [ClientResult("azure-cli", "2", 5, (), frozenset({GET})), ClientResult("other", "1", 1, (), frozenset({GET}))]
    known = [Group(DOCUMENT, frozenset({PATCH, GET}))]
    given = {"published": [PUT, GET], "suite": [PUT, GET], "known": known, **changed}
    return coverage([PUT, GET, PATCH, DELETE], ran, **given)  # type: ignore[arg-type]


def test_a_client_verifies_more_than_a_schema_and_that_more_than_a_document() -> None:
    assert {each.operation.method: each.strongest for each in made()} == {
        "GET": "client",
        "PUT": "schema",
        "PATCH": "documentation",
        "DELETE": "nothing",
    }
    assert counts(made()) == {"served": 4, "client": 1, "schema": 1, "documentation": 1, "nothing": 1}


def test_all_that_verifies_is_told_and_nothing_is_said_as_nothing() -> None:
    told = {each.operation.method: each.verified_by() for each in made()}
    document = {"document": "a reference", "date": "2024-01-01"}
    assert told["GET"] == {
        "clients": ["azure-cli", "other"],
        "published schema": "its bodies are valid",
        "documentation": document,
    }
    assert told["PATCH"] == {"documentation": document}
    assert told["DELETE"] == "nothing"


def test_what_the_suite_calls_and_no_client_does_is_missing_unless_excused() -> None:
    assert uncalled(made(), {}) == [PUT]
    assert uncalled(made(), {PUT: "why"}) == []
    assert uncalled(made(suite=[GET]), {}) == []


def test_the_put_of_a_type_is_found_in_any_case_and_with_parts_that_have_one_name() -> None:
    containers = Operation("management", "PUT", f"{ACCOUNT}/blobServices/default/containers/{{}}")
    group = Operation("management", "PUT", "/subscriptions/{}/resourceGroups/{}")
    served = [PUT, GET, containers, group]
    assert put_of("microsoft.storage/STORAGEaccounts", served) == PUT
    assert put_of("Microsoft.Storage/storageAccounts/blobServices/containers", served) == containers
    assert put_of("Microsoft.Resources/resourceGroups", served) == group
    assert put_of("Microsoft.Storage/none", served) is None
