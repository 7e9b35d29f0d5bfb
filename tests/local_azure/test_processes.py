"""Programs of jobs and endpoints: what they see of the caller's environment, and that nothing of them is left."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from local_azure.confinement import Confinement
from local_azure.instance_file import InstanceFile, write_instance
from local_azure.leftovers import end_leftovers
from local_azure.processes import end_left_over, end_program, scrubbed_environment, start_program

HERE = Confinement([Path(sys.executable)])
STUBBORN = (
    "import os, signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(os.getpid(), flush=True); signal.pause()"
)
PARENT = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {STUBBORN!r}])"


def test_no_variable_of_the_callers_gets_through_but_those_that_programs_need(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AZURE_CLIENT_SECRET", "secret")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    environment = scrubbed_environment(tmp_path, {"INFERENCE_TOKEN": "token"})
    assert "secret" not in environment.values()
    assert "HTTPS_PROXY" not in environment
    assert (environment["HOME"], environment["HF_HUB_OFFLINE"]) == (str(tmp_path), "1")
    assert environment["INFERENCE_TOKEN"] == "token"


def test_a_program_left_by_a_killed_server_is_found_by_its_folder_and_ended(tmp_path: Path) -> None:
    async def run() -> int:
        waiting = [sys.executable, "-c", "import signal; signal.pause()"]
        process = await start_program(waiting, folder=tmp_path, log=tmp_path / "log", confinement=HERE)
        end_left_over(tmp_path)
        return await process.wait()

    assert asyncio.run(run()) == -signal.SIGKILL
    assert not (tmp_path / "process.pid").exists()


def test_stopping_a_local_azure_that_was_killed_ends_what_its_jobs_had_started(tmp_path: Path) -> None:
    job = tmp_path / "jobs" / "trains"
    job.mkdir(parents=True)
    write_instance(tmp_path, InstanceFile(pid=2**22 + 1, https_port=1, proxy_port=2, started_at="long ago"))

    async def run() -> int:
        waiting = [sys.executable, "-c", "import signal; signal.pause()"]
        process = await start_program(waiting, folder=job, log=job / "log", confinement=HERE)
        assert end_leftovers(tmp_path) == [process.pid]
        return await process.wait()

    assert asyncio.run(run()) == -signal.SIGTERM


def test_a_number_that_is_somebody_elses_by_now_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "process.pid").write_text(str(os.getpid()))
    end_left_over(tmp_path)
    assert not (tmp_path / "process.pid").exists()


@pytest.mark.parametrize("said", ["", "12 34", "-1", "9" * 5000, "\ud7ff"])
def test_a_note_that_is_no_number_ends_nothing(tmp_path: Path, said: str) -> None:
    (tmp_path / "process.pid").write_text(said, encoding="utf-8")
    end_left_over(tmp_path)
    assert not (tmp_path / "process.pid").exists()


def test_a_program_reads_what_it_is_given_and_leaves_no_file_of_it(tmp_path: Path) -> None:
    async def run() -> int:
        copying = [sys.executable, "-c", "import sys; print(sys.stdin.read())"]
        process = await start_program(
            copying, folder=tmp_path, log=tmp_path / "log", confinement=HERE, given=b"a token", home=tmp_path / "home"
        )
        return await process.wait()

    assert asyncio.run(run()) == 0
    assert (tmp_path / "log").read_text() == "a token\n"
    assert sorted(each.name for each in tmp_path.rglob("*")) == ["home", "log", "process.pid"]


def test_what_a_program_has_started_ends_with_it(tmp_path: Path) -> None:
    async def run() -> int:
        process = await start_program(
            [sys.executable, "-c", PARENT], folder=tmp_path, log=tmp_path / "log", confinement=HERE
        )
        while not (tmp_path / "log").read_text().endswith("\n"):
            await asyncio.wait({asyncio.create_task(process.wait())}, timeout=0.02)
        await end_program(process, grace=0.1)
        return int((tmp_path / "log").read_text())

    child = asyncio.run(run())
    with pytest.raises(ProcessLookupError):
        os.killpg(child, 0)
