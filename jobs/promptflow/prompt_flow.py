"""Prompt flow 1.18.5 as an engine: its own command line over a copy of the flow; it leaves nothing behind."""

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from jobs.domain.errors import CloudError
from jobs.promptflow.engine import Answered, Batch, refusal
from jobs.promptflow.flow.ask import DeployedModel
from jobs.promptflow.programs import run
from jobs.promptflow.questions import Question

FLOW = Path(__file__).with_name("flow")

# pf has no single switch for what it sends of itself: telemetry and traces are settings of its home, read before all
# else; the exporter fetches its own settings even so; a version looked up lately isn't looked up again.
_SETTINGS = "telemetry:\n  enabled: false\ntrace:\n  destination: none\n"
_LOOKED_UP = '{"last_check_time": "9999-01-01 00:00:00.0"}'
_QUIET = {
    "PF_TRACING_SKIP_LOCAL_SETUP": "true",  # no daemon
    "APPLICATIONINSIGHTS_CONTROLPLANE_DISABLED": "true",
    "APPLICATIONINSIGHTS_STATSBEAT_DISABLED_ALL": "true",
}


@dataclass(frozen=True)
class Workplace:
    """A copy of the flow, since Prompt flow writes beside it, and the variables under which pf works on it quietly."""

    folder: Path
    flow: Path
    variables: dict[str, str]


@contextmanager
def workplace(deployed: DeployedModel) -> Iterator[Workplace]:
    """Prepares a place to run the flow against a model in; it is gone afterwards."""
    # Short names: batches have sockets in it, whose paths hold about a hundred characters.
    with TemporaryDirectory(prefix="pf-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        home, temporary = folder / "home", folder / "t"
        home.mkdir()
        temporary.mkdir()
        (home / "pf.yaml").write_text(_SETTINGS)
        (home / "pf_version_check.json").write_text(_LOOKED_UP)
        flow = Path(shutil.copytree(FLOW, folder / "flow", ignore=shutil.ignore_patterns("__pycache__")))
        places = {"PF_HOME_DIRECTORY": str(home), "TMPDIR": str(temporary)}
        variables = {**_QUIET, **places, **deployed.as_environment()}
        yield Workplace(folder, flow, variables)


@dataclass(frozen=True)
class PromptFlow:
    """The engine.

    Attributes:
        environment: The folder of Prompt flow's environment.
    """

    environment: Path

    def test(self, deployed: DeployedModel, question: Question) -> str:
        """`pf flow test`; see `Engine`."""
        with workplace(deployed) as place:
            inputs, detail = place.folder / "inputs.jsonl", place.folder / "detail"
            inputs.write_text(_line(question), encoding="utf-8")
            asked = ("flow", "test", "--flow", place.flow, "--inputs", inputs, "--detail", detail)
            ended = run([self._pf, *asked], folder=place.folder, variables=place.variables)
            if ended.exit_code:
                raise _failed(ended.errors, detail / "flow.detail.json")
            return str(json.loads((detail / "flow.output.json").read_text(encoding="utf-8"))["answer"])

    def batch(self, deployed: DeployedModel, questions: Sequence[Question]) -> Batch:
        """`pf run create`; see `Engine`."""
        with workplace(deployed) as place:
            data = place.folder / "data.jsonl"
            data.write_text("".join(_line(question) for question in questions), encoding="utf-8")
            mapping = [f"{name}=${{data.{name}}}" for name in questions[0].inputs()]
            asked = ("run", "create", "--flow", place.flow, "--data", data, "--name", "batch")
            ended = run(
                [self._pf, *asked, "--column-mapping", *mapping], folder=place.folder, variables=place.variables
            )
            if ended.exit_code:
                raise CloudError(f"Prompt flow failed: {_last_words(ended.errors)}")
            return Batch(_outcomes(Path(place.variables["PF_HOME_DIRECTORY"]) / ".runs" / "batch", len(questions)))

    @property
    def _pf(self) -> Path:
        return self.environment / "bin" / "pf"


def _line(question: Question) -> str:
    return json.dumps(question.inputs(), ensure_ascii=False) + "\n"


def _failed(errors: str, detail: Path) -> Exception:
    """The node's own error where there is one; Prompt flow wraps it twice."""
    if detail.exists():
        run_error = json.loads(detail.read_text(encoding="utf-8"))["flow_runs"][0]["error"]
        return refusal(_own_message(run_error))
    return CloudError(f"Prompt flow failed: {_last_words(errors)}")


def _outcomes(record: Path, count: int) -> list[Answered]:
    """What a run has written: the lines that have an answer, and the errors of those that have none."""
    found = [Answered("", "Prompt flow left no answer")] * count
    outputs = record / "flow_outputs" / "output.jsonl"
    if outputs.exists():
        for row in map(json.loads, outputs.read_text(encoding="utf-8").splitlines()):
            found[row["line_number"]] = Answered(str(row["answer"]))
    if (record / "error.json").exists():
        for kind in json.loads((record / "error.json").read_text(encoding="utf-8")).get("additionalInfo", []):
            for row in kind["info"].get("errors", []):
                found[row["line_number"]] = Answered("", _own_message(row["error"]))
    return found


def _own_message(error: dict[str, Any]) -> str:
    for more in error.get("additionalInfo") or []:
        if message := more.get("info", {}).get("message"):
            return str(message)
    return str(error["message"])


def _last_words(text: str) -> str:
    """The last line that tells of an error, else the last of all."""
    lines = text.strip().splitlines() or ["it said nothing"]
    return next((line for line in reversed(lines) if "Error" in line), lines[-1])
