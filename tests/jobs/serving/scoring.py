"""The scoring script in a process of its own, as tests ask it."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
SCRIPT = ROOT / "jobs" / "serving" / "score.py"
QUESTION = {"messages": [{"role": "user", "content": "What is it?"}], "temperature": 0, "max_tokens": 8}


@dataclass(frozen=True)
class Response:
    """What a request got.

    Attributes:
        status: The HTTP status.
        headers: The headers.
        parts: The body's parts, one where it isn't streamed.
    """

    status: int
    headers: dict[str, str]
    parts: list[str]

    @property
    def body(self) -> Any:  # noqa: ANN401 -- JSON
        """The whole body."""
        return json.loads("".join(self.parts))

    @property
    def text(self) -> str:
        """What the assistant says."""
        return str(self.body["choices"][0]["message"]["content"])


class Scoring:
    """The scoring script in a process of its own.

    Args:
        python: The environment's Python.
        home: An empty folder that it works in.
    """

    def __init__(self, python: Path, home: Path) -> None:
        environ = {"PATH": "/usr/bin:/bin", "OMP_NUM_THREADS": "1", "HOME": str(home)}
        driver = Path(__file__).with_name("scoring_driver.py")
        self._process = subprocess.Popen(
            [python, driver, SCRIPT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=home,
            env=environ,
        )
        self._serves: Path | None = None

    def make(self, model: Path, folder: Path, *labels: str) -> Path:
        """Makes a tuned model with a random adapter, a classifier where there are labels; returns its folder."""
        self._do("make", model=str(model), folder=str(folder), labels=labels)
        return folder

    def serve(self, folder: Path) -> None:
        """Lets the script serve a model, unless it does already.

        Raises:
            RuntimeError: It refuses; says why.
        """
        if self._serves != folder:
            self._serves = None
            self._do("init", root=str(folder))
            self._serves = folder

    def ask(self, body: object, method: str | None = None) -> Response:
        """Asks what is served, in text or JSON; with a method, by the server's own kind of request."""
        told = self._do("run", body=body if isinstance(body, str) else json.dumps(body), method=method)
        return Response(**told)

    def close(self) -> None:
        """Ends the process."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def _do(self, what: str, **given: object) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{json.dumps({'do': what, **given})}\n")
        self._process.stdin.flush()
        told: dict[str, Any] = json.loads(self._process.stdout.readline())
        if "raised" in told:
            raise RuntimeError(told["raised"])
        return told
