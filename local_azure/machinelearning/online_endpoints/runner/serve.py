"""Runs one deployment's scoring script behind HTTP, on loopback.

    SCORING_TOKEN=... AML_APP_ROOT=... AZUREML_ENTRY_SCRIPT=... python serve.py --address-file FILE

Stands alone in the deployment's environment and needs the standard library only. Where the environment has
azureml-inference-server-http, its application answers; else the modules beside this one do, by the same contract:
``init()`` once, ``run(data)`` with the body as text, or with the request itself under ``rawhttp``. It writes its
address into the file when ``init`` has returned, ends at SIGTERM, and by itself when the process that started it has
gone.
"""

import argparse
import importlib.util
import os
import shlex
import signal
import sys
import threading
import time
import traceback
from collections.abc import Mapping
from http.server import ThreadingHTTPServer
from pathlib import Path

_PARENT_LOOK_SECONDS = 1.0
_SCRIPT_FAILED = 3  # as azureml-inference-server-http ends
_PACKAGE = "azureml_inference_server_http"


class _Server(ThreadingHTTPServer):
    """A thread for each connection; many callers may connect at the same moment."""

    daemon_threads = True
    request_queue_size = 128


def main() -> int:
    """Serves until it is told to stop; returns the exit status."""
    parser = argparse.ArgumentParser(description="Runs a scoring script behind HTTP, on loopback.")
    parser.add_argument("--address-file", type=Path, required=True, help="file that the address is written to")
    arguments = parser.parse_args()
    parent = os.getppid()
    token = os.environ.pop("SCORING_TOKEN")  # not for the script
    print(f"Entry script: {os.environ['AZUREML_ENTRY_SCRIPT']}", flush=True)
    print(f"Model directory: {os.environ.get('AZUREML_MODEL_DIR', '(no model)')}", flush=True)
    try:
        server = _made(token)
    except BaseException:  # noqa: BLE001 -- scripts also call sys.exit
        traceback.print_exc()
        print("The scoring script could not be loaded, or its init() failed.", flush=True)
        return _SCRIPT_FAILED
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: _stop(server))
    threading.Thread(target=_stop_without_parent, args=(server, parent), name="parent", daemon=True).start()
    _announce(server, arguments.address_file)
    server.serve_forever(poll_interval=0.2)
    server.server_close()
    return 0


def _made(token: str) -> ThreadingHTTPServer:
    address, here = ("127.0.0.1", 0), str(Path(__file__).parent)
    workers = _requests_at_a_time(os.environ)
    if importlib.util.find_spec(_PACKAGE) is not None:
        from scoring_runner.packaged import packaged_server

        sys.path.remove(here)  # what scripts import is found among their own modules and the environment's
        print(f"{_PACKAGE} of the environment answers.", flush=True)
        return packaged_server(address, token, workers)
    sys.path.append(str(Path(__file__).parent / "packages"))
    from scoring_runner.http_api import handler_for
    from scoring_runner.user_script import UserScript

    sys.path.remove(here)
    script = UserScript(Path(os.environ["AML_APP_ROOT"]), os.environ["AZUREML_ENTRY_SCRIPT"])
    print("Calling init().", flush=True)
    script.init()
    print("init() has returned.", flush=True)
    return _Server(address, handler_for(script, workers, token))


def _requests_at_a_time(environment: Mapping[str, str]) -> int:
    """Returns how many requests gunicorn would run at a time: its workers, each with its threads."""
    parser = argparse.ArgumentParser(prog="GUNICORN_CMD_ARGS", allow_abbrev=False)
    parser.add_argument("--threads", type=int, default=1)
    settings, _ = parser.parse_known_args(shlex.split(environment.get("GUNICORN_CMD_ARGS", "")))
    return int(environment.get("WORKER_COUNT") or 1) * max(1, int(settings.threads))


def _announce(server: ThreadingHTTPServer, address_file: Path) -> None:
    whole = address_file.with_name(f"{address_file.name}.new")
    whole.write_text(f"http://127.0.0.1:{server.server_address[1]}", encoding="utf-8")
    whole.rename(address_file)
    print("Ready for requests.", flush=True)


def _stop(server: ThreadingHTTPServer) -> None:
    # shutdown() waits for serve_forever, which this thread may be running: a signal's handler runs in the main thread.
    threading.Thread(target=server.shutdown, daemon=True).start()


def _stop_without_parent(server: ThreadingHTTPServer, parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_PARENT_LOOK_SECONDS)
    print("The process that started this one has gone: stopping.", flush=True)
    _stop(server)


if __name__ == "__main__":
    sys.exit(main())
