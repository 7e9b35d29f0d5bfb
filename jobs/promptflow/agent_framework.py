"""Microsoft's Agent Framework as an engine: the flow as a workflow, batches through azure-ai-evaluation."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from jobs.domain.errors import CloudError
from jobs.promptflow.engine import Answered, Batch, refusal
from jobs.promptflow.flow.ask import DeployedModel
from jobs.promptflow.programs import PROJECT, run
from jobs.promptflow.prompt_flow import FLOW
from jobs.promptflow.questions import Question

_PROGRAMS = PROJECT / "jobs" / "agent_framework"
_ASKED_AND_REFUSED = 1


@dataclass(frozen=True)
class AgentFramework:
    """The engine.

    Attributes:
        environment: The folder of Agent Framework's environment.
    """

    environment: Path

    def test(self, deployed: DeployedModel, question: Question) -> str:
        """Runs the workflow once; see `Engine`."""
        with TemporaryDirectory(prefix="agent-framework-") as place:
            ended = run(
                [self._python, _PROGRAMS / "workflow.py"],
                folder=Path(place),
                variables=_variables(deployed),
                given=json.dumps(question.inputs()),
            )
        if ended.exit_code:
            said = next(iter(reversed(ended.errors.strip().splitlines())), "it said nothing")
            raise refusal(said) if ended.exit_code == _ASKED_AND_REFUSED else CloudError(said)
        return str(json.loads(ended.output)["answer"])

    def batch(self, deployed: DeployedModel, questions: Sequence[Question]) -> Batch:
        """Evaluates the workflow over the questions; see `Engine`."""
        with TemporaryDirectory(prefix="agent-framework-") as place:
            folder = Path(place)
            rows, result = folder / "questions.jsonl", folder / "result.json"
            rows.write_text("".join(_line(question) for question in questions), encoding="utf-8")
            command = [self._python, _PROGRAMS / "evaluate.py", rows, result]
            ended = run(command, folder=folder, variables=_variables(deployed))
            if ended.exit_code or not result.exists():
                said = next(iter(reversed(ended.errors.strip().splitlines())), "it said nothing")
                raise CloudError(f"azure-ai-evaluation failed: {said}")
            found = json.loads(result.read_text(encoding="utf-8"))
        by_line = sorted(found["rows"], key=lambda row: row["inputs.line_number"])
        answers = [Answered(str(row["outputs.answer"] or ""), str(row["outputs.error"] or "")) for row in by_line]
        return Batch(answers, {str(name): float(value) for name, value in found["metrics"].items()})

    @property
    def _python(self) -> Path:
        return self.environment / "bin" / "python"


def _variables(deployed: DeployedModel) -> dict[str, str]:
    return {**deployed.as_environment(), "PYTHONPATH": str(FLOW), "PYTHONDONTWRITEBYTECODE": "1"}


def _line(question: Question) -> str:
    known = {} if question.right_answer is None else {"ground_truth": question.right_answer}
    return json.dumps({**question.inputs(), **known}, ensure_ascii=False) + "\n"
