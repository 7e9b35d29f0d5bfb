"""Puts the server together, announces its address, and takes it apart again."""

import os
import signal
import threading
import time
from http.server import ThreadingHTTPServer
from pathlib import Path

import torch
from batching import Batcher
from http_api import handler_for
from models import Models
from transformers.utils import logging

_PARENT_LOOK_SECONDS = 1.0


class _Server(ThreadingHTTPServer):
    """A thread for each connection; a batch's worth of callers may connect at the same moment."""

    daemon_threads = True
    request_queue_size = 128


def serve(model: Path, label: str, token: str, address_file: Path, *, threads: int) -> None:
    """Serves on a free port of loopback until SIGTERM, SIGINT, or the end of the process that started this one.

    Args:
        model: Folder of the base model.
        label: What answers call the base model.
        token: What callers must show.
        address_file: Where ``http://127.0.0.1:PORT`` is written when it can answer.
        threads: CPU threads; 0: as many as this process may use.
    """
    parent = os.getppid()
    torch.set_num_threads(threads or len(os.sched_getaffinity(0)))
    logging.disable_progress_bar()
    models = Models(model, label)
    batcher = Batcher()
    server = _Server(("127.0.0.1", 0), handler_for(models, batcher, token))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: _stop(server))
    threading.Thread(target=_stop_without_parent, args=(server, parent), name="parent", daemon=True).start()
    batcher.start()
    _announce(server, address_file)
    try:
        server.serve_forever(poll_interval=0.2)
    finally:
        address_file.unlink(missing_ok=True)
        server.server_close()
        batcher.stop()


def _announce(server: ThreadingHTTPServer, address_file: Path) -> None:
    address = f"http://127.0.0.1:{server.server_address[1]}"
    whole = address_file.with_name(f"{address_file.name}.new")
    whole.write_text(address, encoding="utf-8")
    whole.rename(address_file)
    print(f"serving at {address}", flush=True)


def _stop(server: ThreadingHTTPServer) -> None:
    # shutdown() waits for serve_forever, which this thread may be running: a signal's handler runs in the main thread.
    threading.Thread(target=server.shutdown, daemon=True).start()


def _stop_without_parent(server: ThreadingHTTPServer, parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_PARENT_LOOK_SECONDS)
    print("the process that started this one has gone: stopping", flush=True)
    _stop(server)
