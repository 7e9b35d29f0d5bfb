"""A local Azure as a process of its own: started detached, asked for its state, stopped together with its children."""

import http.client
import os
import signal
import ssl
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from local_azure.identity import MANAGEMENT_HOST, SERVER_HEADER
from local_azure.instance_file import InstanceFile, read_instance
from local_azure.leftovers import end_leftovers
from local_azure.locks import held, is_held
from local_azure.secret_files import make_private

START_SECONDS = 60.0
STOP_SECONDS = 20.0
ANSWER_SECONDS = 30.0  # on a machine that is busy with trainers and builds
POLL_SECONDS = 0.05
LOG_LINES = 20


class LocalAzureError(Exception):
    """The local Azure can't be started or stopped; the message says why and what to do."""


def running_instance(directory: Path) -> InstanceFile | None:
    """Returns the instance that runs in a folder, or None.

    Runs means: a server holds the folder's lock. A file that a killed server left behind counts for nothing.
    """
    return read_instance(directory) if is_held(directory / "server.lock") else None


def start(directory: Path) -> InstanceFile:
    """Starts a local Azure and waits until it answers; returns the one that runs already, if one does.

    Raises:
        LocalAzureError: It ended or didn't answer in time; with the last lines of its log.
    """
    make_private(directory)
    with held(directory / "start.lock", seconds=START_SECONDS + 5):
        instance = running_instance(directory)
        if instance is not None and answers(directory, instance):
            return instance
        log = directory / "logs" / "server.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        process = _spawn(directory, log)
        return _wait_until_it_answers(directory, process, log)


def stop(directory: Path) -> bool:
    """Stops the local Azure with its children, by force when it doesn't go in time; returns whether one ran.

    Raises:
        LocalAzureError: It is still there after that.
    """
    instance = running_instance(directory)
    if instance is None:
        end_leftovers(directory)
        (directory / "instance.json").unlink(missing_ok=True)
        return False
    with suppress(ProcessLookupError):
        os.kill(instance.pid, signal.SIGTERM)
    if not _gone_within(directory, STOP_SECONDS):
        # The server leads its own process group: this takes what it started along.
        with suppress(ProcessLookupError):
            os.killpg(instance.pid, signal.SIGKILL)
        with suppress(ProcessLookupError):  # one that was started in the foreground leads no group
            os.kill(instance.pid, signal.SIGKILL)
        if not _gone_within(directory, STOP_SECONDS):
            raise LocalAzureError(f"the local Azure (process {instance.pid}) can't be stopped; end it by hand")
    (directory / "instance.json").unlink(missing_ok=True)
    return True


def answers(directory: Path, instance: InstanceFile) -> bool:
    """Returns whether an instance answers as a client would reach it: through its proxy, by a public name, with TLS."""
    context = ssl.create_default_context(cafile=str(directory / "ca.pem"))
    connection = http.client.HTTPSConnection("127.0.0.1", instance.proxy_port, timeout=ANSWER_SECONDS, context=context)
    connection.set_tunnel(MANAGEMENT_HOST, 443)
    try:
        connection.request("GET", "/metadata/endpoints?api-version=2022-09-01")
        response = connection.getresponse()
        return response.status == 200 and response.headers["Server"] == SERVER_HEADER
    except OSError:
        return False
    finally:
        connection.close()


def _spawn(directory: Path, log: Path) -> subprocess.Popen[bytes]:
    log.touch(mode=0o600)
    with log.open("ab") as output:
        return subprocess.Popen(
            [sys.executable, "-m", "local_azure", "start", "--foreground"],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            cwd=directory,
            env={**os.environ, "TUNESTACK_LOCAL_DIR": str(directory), "PYTHONUNBUFFERED": "1"},
        )


def _wait_until_it_answers(directory: Path, process: subprocess.Popen[bytes], log: Path) -> InstanceFile:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise LocalAzureError(f"the local Azure ended with exit code {process.returncode}:\n{_last_lines(log)}")
        instance = running_instance(directory)
        if instance is not None and instance.pid == process.pid and answers(directory, instance):
            return instance
        time.sleep(POLL_SECONDS)
    os.killpg(process.pid, signal.SIGKILL)
    raise LocalAzureError(f"the local Azure didn't answer within {START_SECONDS:.0f} s:\n{_last_lines(log)}")


def _gone_within(directory: Path, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while is_held(directory / "server.lock"):
        if time.monotonic() >= deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True


def _last_lines(log: Path) -> str:
    lines = log.read_text(errors="replace").splitlines()[-LOG_LINES:]
    return "\n".join([*(f"  {line}" for line in lines), f"The whole log is {log}."])
