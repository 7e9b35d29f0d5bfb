"""`python serve_flow.py FLOW PORT`: serves a flow on loopback until standard input ends. Runs inside Prompt flow.

Two things of Prompt flow 1.18.5 are put right from outside: its chat page answers 400 for want of an import, and pages
of any site may read its answers.
"""

import os
import sys
import threading

import flask_cors
from promptflow._cli.pf import main as pf
from promptflow.core._serving.v1.blueprint import static_web_blueprint


def main() -> None:
    """Serves; ends with the process that started it, which holds the other end of standard input."""
    flow, port = sys.argv[1:]
    threading.Thread(target=_end_with_input, daemon=True).start()
    vars(static_web_blueprint).setdefault("os", os)
    flask_cors.CORS = lambda _app: None  # no headers that open it to other origins
    sys.argv[1:] = [
        *("flow", "serve", "--source", flow, "--host", "127.0.0.1", "--port", port),
        "--skip-open-browser",
    ]
    pf()


def _end_with_input() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os._exit(0)


if __name__ == "__main__":
    main()
