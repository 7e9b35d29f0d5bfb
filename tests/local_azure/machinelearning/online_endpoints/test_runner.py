"""The program that runs a scoring script: what it takes for a script, and the package that it gives way to."""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from local_azure.machinelearning.online_endpoints import scoring_process

RUNNER = Path(scoring_process.__file__).parent / "runner" / "serve.py"
PACKAGED = """
import os

def create():
    def answer(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [("packaged " + environ["PATH_INFO"] + os.environ["AZUREML_ENTRY_SCRIPT"]).encode()]
    return answer
"""


def run(folder: Path, script: str, **variables: str) -> subprocess.Popen[str]:
    (folder / "score.py").write_text(script)
    own = {"AML_APP_ROOT": str(folder), "AZUREML_ENTRY_SCRIPT": "score.py", "SCORING_TOKEN": "shown"}
    command = [sys.executable, str(RUNNER), "--address-file", str(folder / "address")]
    environment = {"PATH": os.environ["PATH"], **own, **variables}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


@pytest.mark.parametrize(
    ("script", "says"),
    [
        ("def run(data):\n    return data\n", "no function init()"),
        ("def init():\n    pass\n", "no function run()"),
        ("def init():\n    pass\ndef run(*data):\n    pass\n", "may not have"),
        ("def init():\n    pass\ndef run(request_headers):\n    pass\n", "a parameter for the data"),
        ("import nothing_of_that_name\n", "nothing_of_that_name"),
        ("def init():\n    raise SystemExit(0)\ndef run(data):\n    pass\n", "SystemExit"),
        ("def init(:\n", "SyntaxError"),
    ],
)
def test_a_script_that_cannot_serve_ends_the_program(tmp_path: Path, script: str, says: str) -> None:
    program = run(tmp_path, script)
    output, _ = program.communicate()
    assert program.returncode == 3
    assert says in output


def test_a_module_of_the_script_is_its_own_even_under_the_runners_names(tmp_path: Path) -> None:
    (tmp_path / "serve.py").write_text("value = 'mine'\n")
    script = (
        "import serve\ndef init():\n    print('value is', serve.value)\n    raise SystemExit(1)\ndef run(data): pass\n"
    )
    output, _ = run(tmp_path, script).communicate()
    assert "value is mine" in output


def test_headers_come_along_where_run_asks_for_them(tmp_path: Path) -> None:
    script = (
        "def init():\n    pass\ndef run(data, request_headers):\n    return [data, request_headers.get('X-Mine')]\n"
    )
    program = run(tmp_path, script)
    with started(program, tmp_path) as client:
        assert client.post("/score", content="é", headers={"X-Mine": "1"}).json() == ["é", "1"]
        assert client.get("/score?a=1").json()[0] == '{"a": 1}'
        assert client.post("/score", content=b"\xff").status_code == 400
        assert client.post("/other").status_code == 404
        assert client.get("/", headers={"x-scoring-token": "guessed"}).status_code == 401


def test_as_many_requests_run_at_a_time_as_gunicorns_workers_have_threads(tmp_path: Path) -> None:
    script = (
        "import threading\ntogether = threading.Barrier(6)\n"
        "def init():\n    pass\ndef run(data):\n    return together.wait(60)\n"
    )
    program = run(tmp_path, script, WORKER_COUNT="2", GUNICORN_CMD_ARGS="--log-level info --threads=3")
    with started(program, tmp_path) as client, ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: client.post("/score", content="1").json(), range(6)))
    assert sorted(answers) == list(range(6))


def test_the_environments_own_package_answers_where_it_has_it(tmp_path: Path) -> None:
    package = tmp_path / "site" / "azureml_inference_server_http"
    (package / "server").mkdir(parents=True)
    for folder in (package, package / "server"):
        (folder / "__init__.py").touch()
    (package / "server" / "create_app.py").write_text(PACKAGED)
    program = run(tmp_path, "", PYTHONPATH=str(tmp_path / "site"))
    with started(program, tmp_path) as client:
        assert client.get("/score").text == "packaged /scorescore.py"
        assert client.get("/score", headers={"x-scoring-token": "guessed"}).status_code == 401


@contextmanager
def started(program: subprocess.Popen[str], folder: Path) -> Iterator[httpx.Client]:
    """Waits until a program is ready, gives a client of it, and ends it."""
    with program:
        assert program.stdout is not None
        assert any(line.startswith("Ready") for line in program.stdout)
        address = (folder / "address").read_text()
        headers = {"x-scoring-token": "shown"}
        with httpx.Client(base_url=address, headers=headers, trust_env=False, timeout=60) as client:
            yield client
        program.terminate()
    assert program.returncode == 0
