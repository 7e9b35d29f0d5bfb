"""Whatever JSON is sent as a resource's body is taken or refused as Azure does; nothing makes the service fail."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.local_azure.properties.answers import check_answer
from tests.local_azure.properties.in_process import InProcess
from tests.local_azure.properties.json_values import JSON, wrong
from tests.local_azure.properties.world import bodies, make_world
from tests.local_azure.running import group_id

GROUP, SUFFIX = group_id("rg-bodies"), "pb"
BODIES = bodies(GROUP, SUFFIX)


@pytest.fixture(scope="module")
def made(azure: InProcess) -> InProcess:
    make_world(azure, GROUP, SUFFIX)
    for path, body in BODIES.items():
        check_answer(azure.call("PUT", f"{GROUP}/{path}", body))
        azure.settle()
    azure.remember()
    return azure


def take(azure: InProcess, path: str, body: object) -> None:
    """Sends a body and asks for everything that shows what came of it; each answer must be one of Azure's."""
    azure.rewind()
    for method, target, sent in (
        ("PUT", path, body),
        ("GET", path, None),
        ("GET", path.rsplit("/", 1)[0], None),
        ("PATCH", path, body),
        ("GET", path, None),
    ):
        check_answer(azure.call(method, target, sent))
        azure.settle()


@pytest.mark.parametrize("path", BODIES)
@settings(max_examples=5)
@given(data=st.data())
def test_a_body_with_something_wrong_is_taken_or_refused(made: InProcess, path: str, data: st.DataObject) -> None:
    take(made, f"{GROUP}/{path}", data.draw(wrong(BODIES[path]), label="body"))


@pytest.mark.parametrize("path", BODIES)
@settings(max_examples=2)
@given(data=st.data())
def test_a_new_resource_with_something_wrong_is_taken_or_refused_and_can_go(
    made: InProcess, path: str, data: st.DataObject
) -> None:
    new = f"{GROUP}/{path}n"
    take(made, new, data.draw(wrong(BODIES[path]), label="body"))
    check_answer(made.call("DELETE", f"{new}?forceToPurge=true&force=true"))
    made.settle()


@settings(max_examples=25)
@given(path=st.sampled_from(sorted(BODIES)), body=JSON)
def test_any_json_is_taken_or_refused(made: InProcess, path: str, body: object) -> None:
    take(made, f"{GROUP}/{path}", body)


NO_JSON = [
    b"{",
    b"[" * 5000,
    b'{"a":' * 5000,
    b"NaN",
    b'{"properties":{"a":NaN}}',
    b'{"location":"\\ud800"}',
    b"\xff\xfe",
    b'{"properties":{"a":1e999}}',
    b'{"a":' + b"9" * 5000 + b"}",
    b'"text"',
    b"\x00",
    b"{}{}",
]


@pytest.mark.parametrize("content", NO_JSON, ids=range(len(NO_JSON)))
@settings(max_examples=5)
@given(path=st.sampled_from(sorted(BODIES)))
def test_what_is_no_json_is_refused(made: InProcess, content: bytes, path: str) -> None:
    made.rewind()
    answer = made.call("PUT", f"{GROUP}/{path}", content=content)
    assert (answer.status, answer.code) == (400, "InvalidRequestContent"), answer


@settings(max_examples=20)
@given(path=st.sampled_from(sorted(BODIES)))
def test_the_valid_body_is_taken_again_and_changes_nothing(made: InProcess, path: str) -> None:
    made.rewind()
    first = made.call("PUT", f"{GROUP}/{path}", BODIES[path])
    made.settle()
    assume(first.status < 300)
    before = made.call("GET", f"{GROUP}/{path}").json()
    assert made.put(f"{GROUP}/{path}", BODIES[path]) == before
