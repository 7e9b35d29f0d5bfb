"""An MLflow tracking server on loopback that keeps what it is told."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


class TrackingServer:
    """Takes batches of metrics and parameters.

    Attributes:
        told: The path, authorization and body of each request.
    """

    def __init__(self) -> None:
        self.told: list[tuple[str, str | None, dict[str, Any]]] = []
        told = self.told

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                told.append((self.path, self.headers["Authorization"], body))
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the standard library's name
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> Self:
        """Begins to take them."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Takes no more."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def environ(self) -> dict[str, str]:
        """What tells a job of it."""
        return {
            "MLFLOW_TRACKING_URI": f"http://127.0.0.1:{self._server.server_address[1]}/mlflow/v1.0/workspace?",
            "MLFLOW_RUN_ID": "run-1",
            "MLFLOW_TRACKING_TOKEN": "of-the-run",  # pragma: allowlist secret
        }

    def metrics(self, name: str) -> dict[int, float]:
        """Returns a metric's values by step."""
        found = [each for _, _, body in self.told for each in body["metrics"] if each["key"] == name]
        return {each["step"]: each["value"] for each in found}
