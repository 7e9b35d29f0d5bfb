"""What is served is read off the routes: each operation once, under the name that a request for it is found by."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Host, Route, Router
from starlette.types import Receive, Scope, Send

from local_azure.calls.operation import NamedOperations, Operation
from local_azure.calls.served import EVERY_PATH, ServedOperations, ServiceRoutes


async def answer(_request: Request) -> Response:
    return PlainTextResponse("")


class Check:
    """An application that lets through what lies behind it, as the check of tokens does."""

    def __init__(self, routes: list[Route]) -> None:
        self.routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        raise NotImplementedError


def named(request: Request) -> tuple[str, str] | None:
    return (request.method, "/things/{}") if request.url.path.startswith("/things/") else None


ROUTES = [
    Route("/files", answer, methods=["GET"]),
    Route("/files/{file}", answer, methods=["PUT", "DELETE"]),
    Route("/refused", answer, methods=["POST"], include_in_schema=False),
    Route("/things/taken", answer, methods=["GET"]),
    Host("{region}.inner.example", Router([Route("/run/{run:path}", answer, methods=["POST"])])),
    Route(EVERY_PATH, Check([Route(EVERY_PATH, answer, methods=["GET", "HEAD"])])),
]
NAMED = NamedOperations([("GET", "/things/{}"), ("HEAD", "Look At It")], named)
SERVED = ServedOperations({"some": ServiceRoutes("some", ROUTES, NAMED)})


def asked(method: str, path: str, host: str = "some.example") -> Operation | None:
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": b"",
        "headers": [(b"host", host.encode())],
        "path_params": {},
    }
    return SERVED.of("some", scope)


def test_everything_served_is_listed_once_and_what_only_refuses_is_not() -> None:
    assert [(each.method, each.name) for each in SERVED.all()] == [
        ("DELETE", "/files/{}"),
        ("GET", "/files"),
        ("GET", "/things/taken"),
        ("GET", "/things/{}"),
        ("HEAD", "Look At It"),
        ("POST", "/run/{}"),
        ("PUT", "/files/{}"),
    ]


def test_a_request_is_found_under_the_listed_name() -> None:
    assert asked("PUT", "/files/a.jsonl") == Operation("some", "PUT", "/files/{}")
    assert asked("HEAD", "/files") == Operation("some", "GET", "/files")
    assert asked("GET", "/things/one") == Operation("some", "GET", "/things/{}")


def test_a_route_stands_before_what_lies_behind_every_path() -> None:
    assert asked("GET", "/things/taken") == Operation("some", "GET", "/things/taken")
    hidden = NamedOperations([("GET", "/files")], lambda _request: None)
    listed = ServedOperations({"some": ServiceRoutes("some", ROUTES[:1], hidden)}).all()
    assert listed == [Operation("some", "GET", "/files")]


def test_what_lies_behind_a_host_is_asked_for_at_that_host_alone() -> None:
    assert asked("POST", "/run/a/b", "east.inner.example") == Operation("some", "POST", "/run/{}")
    assert asked("POST", "/run/a/b") is None


def test_what_is_not_served_is_no_operation() -> None:
    assert asked("POST", "/refused") is None
    assert asked("DELETE", "/files") is None
    assert asked("GET", "/nothing/here") is None


def test_a_route_for_every_path_of_a_service_without_names_serves_nothing() -> None:
    served = ServedOperations({"some": ServiceRoutes("some", ROUTES)})
    scope = {"type": "http", "method": "GET", "path": "/things/one", "headers": [], "path_params": {}}
    assert served.of("some", scope) is None
    assert Operation("some", "GET", "/things/{}") not in served.all()
