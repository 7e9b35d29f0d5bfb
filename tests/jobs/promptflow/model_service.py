"""A service of chat completions, and who gives tokens for it, under Azure's names: a proxy that ends TLS by itself."""

import base64
import json
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import trustme

TENANT = "11111111-2222-3333-4444-555555555555"
AUTHORITY = "login.microsoftonline.com"

Answer = tuple[int, dict[str, str], Any]
"""Status, headers, JSON body."""


@dataclass(frozen=True)
class Asked:
    """One request: the host that was connected to, the path, the headers in lower case, the JSON body."""

    host: str
    path: str
    headers: dict[str, str]
    body: Any


@dataclass
class ModelService:
    """What it was asked, and what it answers.

    Attributes:
        proxy: Its address, for HTTPS_PROXY.
        bundle: The certificate of its authority.
        answer: Answers a request; an echo of the last message unless a test sets another.
        asked: All requests so far.
        hosts: All that anybody wanted to be connected with.
    """

    proxy: str
    bundle: Path
    answer: Callable[[Asked], Answer]
    asked: list[Asked] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def variables(self) -> dict[str, str]:
        """What leads clients here, and signs them in."""
        return {
            **dict.fromkeys(("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"), self.proxy),
            **dict.fromkeys(("NO_PROXY", "no_proxy"), "127.0.0.1"),
            **dict.fromkeys(("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"), str(self.bundle)),
            "AZURE_TENANT_ID": TENANT,
            "AZURE_CLIENT_ID": "somebody",
            "AZURE_CLIENT_SECRET": "no secret",  # pragma: allowlist secret
        }


def token_of(tenant: str) -> str:
    """A token that says which tenant it is of."""
    claims = base64.urlsafe_b64encode(json.dumps({"tid": tenant}).encode()).rstrip(b"=").decode()
    return f"header.{claims}.signature"


def completion(text: str | None) -> Answer:
    """An answer as models give it."""
    return 200, {}, {"model": "weights", "choices": [{"index": 0, "message": {"role": "assistant", "content": text}}]}


def echo(asked: Asked) -> Answer:
    """Says the last message again; refuses to say `refuse`."""
    said = asked.body["messages"][-1]["content"]
    error = {"code": "content_filter", "message": "The prompt was filtered."}
    return (400, {}, {"error": error}) if said == "refuse" else completion(f"You said: {said}")


@contextmanager
def model_service(folder: Path) -> Iterator[ModelService]:
    """Serves while the block lasts."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "bundle.pem"))
    with _Server(("127.0.0.1", 0), _Tunnel) as server:
        service = ModelService(f"http://127.0.0.1:{server.server_port}", folder / "bundle.pem", echo)
        vars(server).update(service=service, authority=authority)
        thread = Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        try:
            yield service
        finally:
            server.shutdown()
            thread.join()
            server.hang_up()


class _Server(ThreadingHTTPServer):
    """Waits for its threads as it ends, and for nobody who keeps a connection open."""

    daemon_threads = False

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        self._connections: list[socket.socket] = []
        super().__init__(address, handler)

    def keep(self, connection: socket.socket) -> None:
        """Remembers a connection, to be hung up."""
        self._connections.append(connection)

    def hang_up(self) -> None:
        """Ends every connection; those who serve them see the end."""
        for connection in self._connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class _Tunnel(BaseHTTPRequestHandler):
    """Takes CONNECT, then goes on as the server that was asked for."""

    protocol_version = "HTTP/1.1"

    def do_CONNECT(self) -> None:
        self._host = self.path.partition(":")[0]
        self._service.hosts.add(self._host)
        self.send_response(200)
        self.end_headers()
        self.wfile.flush()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        vars(self.server)["authority"].issue_cert(self._host).configure_cert(context)
        self.connection = context.wrap_socket(self.connection, server_side=True)
        vars(self)["server"].keep(self.connection)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb")
        self.close_connection = False

    def do_GET(self) -> None:
        """The authority's description of itself."""
        base = f"https://{AUTHORITY}/{TENANT}"
        self._reply(
            200,
            {},
            {
                "issuer": f"{base}/v2.0",
                "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
                "token_endpoint": f"{base}/oauth2/v2.0/token",
                "tenant_discovery_endpoint": f"{base}/v2.0/.well-known/openid-configuration",
                "metadata": [
                    {"preferred_network": AUTHORITY, "preferred_cache": AUTHORITY, "aliases": [AUTHORITY]},
                ],
            },
        )

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        if self._host == AUTHORITY:
            self._reply(200, {}, {"access_token": token_of(TENANT), "token_type": "Bearer", "expires_in": 3600})
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(self._host, self.path, headers, json.loads(content))
        self._service.asked.append(asked)
        self._reply(*self._service.answer(asked))

    def finish(self) -> None:
        """Closes what TLS was put over as well."""
        super().finish()
        self.connection.close()

    def log_message(self, *_: object) -> None:
        """Says nothing."""

    def _reply(self, status: int, headers: dict[str, str], body: object) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": len(content), **headers}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(content)
        self.wfile.flush()

    @property
    def _service(self) -> ModelService:
        service: ModelService = vars(self.server)["service"]
        return service
