"""Requests as attackers send them: byte by byte as they like, through the proxy and TLS or past them."""

import json
import socket
import ssl
from contextlib import suppress
from pathlib import Path
from typing import Any

from local_azure.instance_file import read_instance


def connected(directory: Path, host: str, *, seconds: float = 60) -> ssl.SSLSocket:
    """Returns a connection to a service's host, through the proxy and TLS; the caller closes it."""
    tunnel = tunnelled(directory, host, seconds=seconds)
    return ssl.create_default_context(cafile=str(directory / "ca.pem")).wrap_socket(tunnel, server_hostname=host)


def tunnelled(directory: Path, host: str, *, seconds: float = 60) -> socket.socket:
    """Returns a connection to a service's host before TLS."""
    instance = read_instance(directory)
    assert instance is not None
    connection = socket.create_connection(("127.0.0.1", instance.proxy_port), timeout=seconds)
    connection.sendall(f"CONNECT {host}:443 HTTP/1.1\r\nHost: {host}:443\r\n\r\n".encode())
    answered = connection.recv(4096)
    assert answered.startswith(b"HTTP/1.1 200"), answered
    return connection


def head(method: str, target: str, host: str, **headers: str) -> bytes:
    """Returns the head of a request with a target as it is; it asks for the connection's end."""
    named = {"Host": host, "Connection": "close", **{name.replace("_", "-"): value for name, value in headers.items()}}
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in named.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def exchange(directory: Path, host: str, sent: bytes) -> tuple[int, bytes]:
    """Sends bytes to a service's host and returns the status and the body of the answer; 0 where none came."""
    with connected(directory, host) as connection:
        received = b""
        with suppress(ConnectionError, ssl.SSLError):  # refused before all of it was sent: the answer is there
            connection.sendall(sent)
        try:
            while part := connection.recv(65536):
                received += part
        except (ConnectionError, ssl.SSLError):
            pass  # the other side ended it: what came before counts
    start, _, body = received.partition(b"\r\n\r\n")
    return (int(start.split()[1]) if start else 0), body


def code_of(body: bytes) -> str:
    """Returns the error code of an answer in Azure's shape; empty where it has none."""
    if body.lstrip().startswith(b"\xef\xbb\xbf<?xml") or body.lstrip().startswith(b"<?xml"):
        return body.partition(b"<Code>")[2].partition(b"</Code>")[0].decode()
    try:
        said: Any = json.loads(body[body.find(b"{") : body.rfind(b"}") + 1])
        return str(said["error"]["code"])
    except (ValueError, KeyError, TypeError):
        return ""
