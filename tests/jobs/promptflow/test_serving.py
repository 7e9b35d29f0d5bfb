"""The flow on loopback: its three routes, a port that is taken, a server that fails, and the end of all."""

import json
import socket
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from jobs.domain.errors import CloudError, UsageError
from jobs.promptflow.flow.ask import DeployedModel
from jobs.promptflow.serving import served
from tests.free_port import free_port
from tests.jobs.promptflow.model_service import AUTHORITY, ModelService

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def connection(port: int) -> Iterator[HTTPConnection]:
    made = HTTPConnection("127.0.0.1", port)
    yield made
    made.close()


def read(connection: HTTPConnection, method: str, path: str, body: str | None = None) -> tuple[int, str]:
    connection.request(method, path, body, {"Origin": "https://elsewhere.example"})
    answer = connection.getresponse()
    text = answer.read().decode()
    assert answer.headers["Access-Control-Allow-Origin"] is None, "no page of another site may read it"
    connection.close()
    return answer.status, text


def test_it_serves_a_page_to_chat_on_and_scores_until_the_block_ends(
    prompt_flow_environment: Path,
    service: ModelService,
    home: Path,
    deployed: DeployedModel,
    port: int,
    connection: HTTPConnection,
) -> None:
    with served(prompt_flow_environment, deployed, port) as running:
        assert running.url == f"http://127.0.0.1:{port}"
        status, page = read(connection, "GET", "/")
        assert (status, "/static/index.js" in page) == (200, True)
        assert read(connection, "GET", "/static/index.js")[0] == 200
        history = [{"inputs": {"input_data": "Hi"}, "outputs": {"answer": "Hey!"}}]
        body = json.dumps({"input_data": "Well?", "chat_history": history})
        status, text = read(connection, "POST", "/score", body)
        assert (status, json.loads(text)) == (200, {"answer": "You said: Well?"})
        assert len(service.asked[0].body["messages"]) == 4
        status, text = read(connection, "POST", "/score", '{"input_data": "refuse"}')
        assert (status, "The prompt was filtered." in text) == (400, True)
        assert service.hosts == {AUTHORITY, "tuned.eastus2.models.ai.azure.com"}
    with pytest.raises(ConnectionRefusedError):
        connection.connect()
    assert list(home.iterdir()) == []


def test_a_port_that_is_taken_is_said_before_anything_is_started(tmp_path: Path, deployed: DeployedModel) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"port {port} of 127.0.0.1 is taken"), served(tmp_path, deployed, port):
            pytest.fail("it was served")


def test_a_server_that_ends_before_it_is_ready_is_an_error(tmp_path: Path, deployed: DeployedModel, port: int) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").write_text("#!/bin/sh\nexit 7\n")
    (tmp_path / "bin" / "python").chmod(0o755)
    with pytest.raises(CloudError, match="ended with exit code 7"), served(tmp_path, deployed, port):
        pytest.fail("it was served")
