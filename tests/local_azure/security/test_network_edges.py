"""Who can reach a local Azure and where it leads: loopback alone, its own hosts alone, no page of another site."""

import os
import socket
import ssl
import sys

import pytest

from local_azure.instance_file import InstanceFile, read_instance
from tests.local_azure.machinelearning.online_endpoints.deploying import ECHO, deployment_body, make_code, make_endpoint
from tests.local_azure.machinelearning.running import GROUP, RunningAzure
from tests.local_azure.security.processes_of import is_loopback, listening
from tests.local_azure.security.raw import code_of, connected, exchange, head

ORIGIN = "https://evil.example"
HOSTS = (
    "management.azure.com",
    "login.microsoftonline.com",
    "graph.microsoft.com",
    "sttest.blob.core.windows.net",
    "kv-test.vault.azure.net",
    "eastus2.api.azureml.ms",
    "listens.eastus2.inference.ml.azure.com",
)
linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc and binds to 127.0.0.2")


@pytest.fixture(scope="module")
def listens(attacked: RunningAzure) -> RunningAzure:
    """A local Azure with Azurite and a scoring script running."""
    endpoint = make_endpoint(attacked, "listens")
    attacked.put(f"{endpoint}/deployments/blue", deployment_body(attacked, make_code(attacked, "listens", ECHO)))
    return attacked


def instance_of(azure: RunningAzure) -> InstanceFile:
    instance = read_instance(azure.directory)
    assert instance is not None
    return instance


@linux
def test_the_gateway_azurite_and_scoring_scripts_listen_on_loopback_alone(listens: RunningAzure) -> None:
    found, instance = listening(os.getpid()), instance_of(listens)
    ports = {int(address.split(":")[1], 16) for address in found}
    assert {instance.https_port, instance.proxy_port} < ports
    assert len(ports) >= 4
    assert all(map(is_loopback, found))


@linux
def test_another_address_of_the_machine_is_free_for_others(listens: RunningAzure) -> None:
    for port in (instance_of(listens).https_port, instance_of(listens).proxy_port):
        # Nobody could have it if the port were taken on all addresses.
        socket.create_server(("127.0.0.2", port)).close()


@pytest.mark.parametrize(
    "target",
    [
        "127.0.0.1:443",
        "localhost:443",
        "[::1]:443",
        "169.254.169.254:80",
        "169.254.169.254:443",
        "0.0.0.0:443",
        "127.1:443",
        "2130706433:443",
        "management.azure.com:80",
        "management.azure.com:22",
        "management.azure.com:00443",
        "management.azure.com:443:22",
        "management.azure.com",
        "management.azure.com.:443",
        "management.azure.com.evil.example:443",
        "evil.example#management.azure.com:443",
        "management.azure.com\x00.evil.example:443",
        "user@management.azure.com:443",
        "xmanagement.azure.com:443",
    ],
)
def test_the_proxy_leads_to_no_other_host_and_port(attacked: RunningAzure, target: str) -> None:
    with socket.create_connection(("127.0.0.1", instance_of(attacked).proxy_port), timeout=60) as connection:
        connection.sendall(f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n".encode("latin-1"))
        assert connection.recv(4096).split()[1] in (b"400", b"403")


@pytest.mark.parametrize("port", ["https_port", "proxy_port"])
def test_the_proxy_leads_neither_to_itself_nor_to_the_gateway_by_address(attacked: RunningAzure, port: str) -> None:
    number = getattr(instance_of(attacked), port)
    for sent in (
        f"CONNECT 127.0.0.1:{number} HTTP/1.1\r\n\r\n",
        f"CONNECT management.azure.com:{number} HTTP/1.1\r\n\r\n",
        f"GET http://127.0.0.1:{number}/ HTTP/1.1\r\n\r\n",
        f"GET https://management.azure.com:{number}/ HTTP/1.1\r\n\r\n",
        "GET http://169.254.169.254/metadata/identity/oauth2/token HTTP/1.1\r\nMetadata: true\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: management.azure.com\r\n\r\n",
        "POST http://management.azure.com/ HTTP/1.1\r\nContent-Length: 0\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", instance_of(attacked).proxy_port), timeout=60) as connection:
            connection.sendall(sent.encode())
            assert connection.recv(4096).startswith(b"HTTP/1.1 403")


@pytest.mark.parametrize("host", HOSTS)
def test_a_page_of_another_site_may_not_read_what_is_answered(listens: RunningAzure, host: str) -> None:
    for method, extra in (("OPTIONS", {"Access_Control_Request_Method": "GET"}), ("GET", {})):
        sent = head(method, "/?comp=list", host, Origin=ORIGIN, x_ms_version="2024-11-04", **extra)
        with_head = exchange_whole(listens, host, sent)
        assert b"access-control-allow" not in with_head.lower()


def exchange_whole(azure: RunningAzure, host: str, sent: bytes) -> bytes:
    """Returns an answer with its head."""
    with connected(azure.directory, host) as connection:
        connection.sendall(sent)
        return b"".join(iter(lambda: connection.recv(65536), b""))


@pytest.mark.parametrize("named", ["evil.example", "127.0.0.1", "localhost", "management.azure.com.evil.example"])
def test_a_name_that_was_led_to_loopback_opens_nothing(attacked: RunningAzure, named: str) -> None:
    """As when a page's own host name resolves to 127.0.0.1 (DNS rebinding): its name stays in ``Host``."""
    token = f"Bearer {attacked.token()}"
    sent = head("GET", f"{GROUP}?api-version=2022-09-01", named, Authorization=token, Origin=ORIGIN)
    status, answered = exchange(attacked.directory, "management.azure.com", sent)
    assert (status, code_of(answered)) == (421, "HostNotServed")


def test_plain_http_on_the_gateways_port_opens_nothing(attacked: RunningAzure) -> None:
    with socket.create_connection(("127.0.0.1", instance_of(attacked).https_port), timeout=60) as connection:
        connection.sendall(head("GET", f"{GROUP}?api-version=2022-09-01", "management.azure.com"))
        try:
            answered = connection.recv(4096)
        except ConnectionResetError:
            answered = b""
    assert not answered.startswith(b"HTTP/1.1 2")


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1 is deprecated")
def test_tls_before_1_2_is_refused(attacked: RunningAzure) -> None:
    context = ssl.create_default_context(cafile=str(attacked.directory / "ca.pem"))
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    with (
        socket.create_connection(("127.0.0.1", instance_of(attacked).https_port), timeout=60) as connection,
        pytest.raises((ssl.SSLError, ConnectionError)),
    ):
        context.wrap_socket(connection, server_hostname="management.azure.com")
