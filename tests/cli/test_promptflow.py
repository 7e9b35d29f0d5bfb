"""`tunestack promptflow`: over a cloud in memory, the engines replaced by one that remembers what it was asked."""

import json
import os
import signal
import socket
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from cli import promptflow_batch, promptflow_test, session
from cli.main import run
from jobs.promptflow import programs, serving
from jobs.promptflow.engine import Answered, Batch, refusal
from jobs.promptflow.flow.ask import DeployedModel
from jobs.promptflow.questions import Question
from tests.jobs.cloud_in_memory import MemoryCloud
from tests.jobs.requests import RECIPE, STACK

AT = [str(RECIPE), "--stack", "phi3-test"]

SERVER = """#!{python}
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
class Healthy(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
HTTPServer(("127.0.0.1", int(sys.argv[3])), Healthy).serve_forever()
"""


class Engine:
    """Answers with the question; leaves `refuse` without an answer."""

    def __init__(self) -> None:
        self.asked: list[tuple[DeployedModel, Sequence[Question]]] = []

    def test(self, deployed: DeployedModel, question: Question) -> str:
        self.asked.append((deployed, [question]))
        if question.text == "refuse":
            raise refusal("host answered 403: No.")
        return f"You said: {question.text}"

    def batch(self, deployed: DeployedModel, questions: Sequence[Question]) -> Batch:
        self.asked.append((deployed, questions))
        refused = Answered("", "host answered 403: No.")
        answers = [refused if one.text == "refuse" else Answered(f"You said: {one.text}") for one in questions]
        return Batch(answers, {"answered": 0.5})


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> MemoryCloud:
    made = MemoryCloud()
    monkeypatch.setattr(session, "read_stack", lambda _name, **_: STACK)
    monkeypatch.setattr(session, "azure_cloud", lambda _stack: made)
    monkeypatch.setattr(session, "signed_in_as", lambda _stack: "somebody")
    return made


@pytest.fixture
def finished(cloud: MemoryCloud, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> MemoryCloud:
    assert run(["run", *AT, "--report", str(tmp_path / "report.html")]) == 0
    capsys.readouterr()
    return cloud


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Engine:
    made = Engine()
    for module in (promptflow_test, promptflow_batch):
        monkeypatch.setattr(module, "engine_called", lambda _name: made)
    return made


@pytest.fixture
def port() -> Iterator[str]:
    """A port that nobody is given meanwhile: it stays bound, which keeps no server from it that may use it again."""
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(("127.0.0.1", 0))
        port = str(held.getsockname()[1])
        if sys.platform != "linux":  # where what is bound can be used again by nobody
            held.close()
        yield port


def test_test_asks_the_tuned_model_under_the_message_it_was_trained_with(
    finished: MemoryCloud, engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["promptflow", "test", *AT, "--question", "Rome?", "--output", "json"]) == 0
    ((deployed, (question,)),) = engine.asked
    assert question == Question("Rome?")
    assert deployed.url.endswith("/v1/chat/completions")
    assert deployed.tenant_id == STACK.tenant_id
    assert deployed.system.startswith("You are a customer support agent for Xbox.")
    document = json.loads(capsys.readouterr().out)
    assert document == {
        "engine": "prompt-flow",
        "url": deployed.url,
        "question": "Rome?",
        "answer": "You said: Rome?",
    }


def test_test_asks_the_documents_question_of_the_base_when_told_to(
    finished: MemoryCloud, engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["promptflow", "test", *AT]) == 0
    assert run(["promptflow", "test", *AT, "--base", "--system", "", "--temperature", "0", "--max-tokens", "9"]) == 0
    (tuned, _), (base, _) = engine.asked
    assert tuned.url != base.url
    assert base.system == ""
    assert (tuned.temperature, tuned.max_tokens) == (0.7, 128)
    assert (base.temperature, base.max_tokens) == (0, 9)
    assert capsys.readouterr().out == "You said: Who founded Microsoft?\n" * 2


def test_test_of_a_model_that_refuses_ends_with_what_it_lacked(finished: MemoryCloud, engine: Engine) -> None:
    assert run(["promptflow", "test", *AT, "--question", "refuse"]) == 6


@pytest.mark.parametrize("command", ["test", "batch", "serve"])
def test_a_model_that_is_not_deployed_is_told_with_the_command_that_deploys_it(
    finished: MemoryCloud, engine: Engine, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for endpoint in finished.endpoints.list():
        finished.endpoints.delete(endpoint.name)
    assert run(["promptflow", command, *AT]) == 1
    assert "tunestack deploy" in capsys.readouterr().err
    assert engine.asked == []


def test_batch_asks_the_recipes_evaluation_rows_and_writes_the_answers(
    finished: MemoryCloud, engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "new" / "answers.jsonl"
    assert run(["promptflow", "batch", *AT, "--file", str(file), "--output", "json"]) == 0
    ((_, questions),) = engine.asked
    document = json.loads(capsys.readouterr().out)
    assert (document["questions"], document["answered"], document["failed"]) == (24, 24, [])
    assert document["metrics"] == {"answered": 0.5}
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [row["answer"] for row in rows] == [f"You said: {one.text}" for one in questions]


def test_batch_tells_which_rows_have_no_answer_in_one_document(
    finished: MemoryCloud, engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked, file = tmp_path / "asked.jsonl", tmp_path / "answers.jsonl"
    asked.write_text('{"input_data": "Rome?", "ground_truth": "Yes."}\n{"input_data": "refuse"}\n')
    assert run(["promptflow", "batch", *AT, str(asked), "--file", str(file), "--output", "json"]) == 6
    said = capsys.readouterr()
    assert json.loads(said.out)["failed"] == [{"row": 2, "error": "host answered 403: No."}]
    assert "Error: 1 questions have no answer; row 2: host answered 403: No." in said.err
    assert [json.loads(line) for line in file.read_text().splitlines()] == [
        {"input_data": "Rome?", "answer": "You said: Rome?", "error": "", "ground_truth": "Yes."},
        {"input_data": "refuse", "answer": "", "error": "host answered 403: No."},
    ]


def test_batch_refuses_bad_questions_before_anything_is_asked(
    cloud: MemoryCloud, engine: Engine, tmp_path: Path
) -> None:
    asked = tmp_path / "asked.jsonl"
    asked.write_text("{}\n")
    assert run(["promptflow", "batch", *AT, str(asked)]) == 3
    assert engine.asked == []


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment whose Python is a server that is healthy and no more."""
    python = tmp_path / "environment" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(SERVER.format(python=sys.executable))
    python.chmod(0o755)
    monkeypatch.setattr(programs, "environment_of", lambda _part: tmp_path / "environment")


def refuses_connections(port: str) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", int(port))) != 0


def test_serve_says_where_until_ctrl_c_ends_it(
    finished: MemoryCloud,
    server: None,
    port: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def wait(_served: serving.Served) -> int:
        assert not refuses_connections(port)
        raise KeyboardInterrupt

    monkeypatch.setattr(serving.Served, "wait", wait)
    assert run(["promptflow", "serve", *AT, "--port", port, "--output", "json"]) == 0
    said = capsys.readouterr()
    document = json.loads(said.out)
    assert document["chat"] == f"http://127.0.0.1:{port}/"
    assert document["score"] == f"http://127.0.0.1:{port}/score"
    assert document["health"] == f"http://127.0.0.1:{port}/health"
    assert "retired on 2027-04-20" in said.err
    assert refuses_connections(port)


def test_serve_ends_its_server_when_it_is_terminated(
    finished: MemoryCloud, server: None, port: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = signal.getsignal(signal.SIGTERM)

    def wait(_served: serving.Served) -> int:
        os.kill(os.getpid(), signal.SIGTERM)
        signal.pause()
        return 0

    monkeypatch.setattr(serving.Served, "wait", wait)
    with pytest.raises(SystemExit) as ended:
        run(["promptflow", "serve", *AT, "--port", port])
    assert ended.value.code == 128 + signal.SIGTERM
    assert refuses_connections(port)
    assert signal.getsignal(signal.SIGTERM) is before


def test_serve_fails_when_its_server_ends_by_itself(
    finished: MemoryCloud,
    server: None,
    port: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(serving.Served, "wait", lambda _served: 9)
    assert run(["promptflow", "serve", *AT, "--port", port]) == 1
    assert "ended by itself with exit code 9" in capsys.readouterr().err


def test_setup_makes_both_environments(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(programs, "environment_of", lambda part: Path("/made") / part)
    assert run(["promptflow", "setup", "--output", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "promptflow": "/made/promptflow",
        "agent-framework": "/made/agent-framework",
    }
