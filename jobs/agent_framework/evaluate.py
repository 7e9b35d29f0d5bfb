"""`python evaluate.py QUESTIONS RESULT`: asks the workflow every question and scores the answers.

It takes the place of Prompt flow's batch runs, by azure-ai-evaluation. QUESTIONS is JSON Lines of the flow's inputs,
with `ground_truth` where the right answer is known; RESULT is the JSON that azure-ai-evaluation writes. The scores are
computed here: no model judges.
"""

import asyncio
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ask import AskError, DeployedModel
from azure.ai.evaluation import F1ScoreEvaluator, evaluate
from workflow import Question, answer


def target(input_data: str, chat_history: list[dict[str, Any]]) -> dict[str, str]:
    """What is evaluated: the workflow's answer, or why there is none."""
    try:
        question = Question(input_data, tuple(chat_history))
        return {"answer": asyncio.run(answer(DeployedModel.from_environment(), question)), "error": ""}
    except AskError as error:
        return {"answer": "", "error": str(error)}


def answered(*, answer: str) -> dict[str, float]:
    """1 where there is an answer; the mean is the share of questions that were answered."""
    return {"answered": float(bool(answer))}


def main(questions: Path, result: Path) -> None:
    """Evaluates; word overlap (F1) is measured where each question has its right answer."""
    rows = [json.loads(line) for line in questions.read_text(encoding="utf-8").splitlines()]
    evaluators: dict[str, Callable[..., Any]] = {"answered": answered}
    columns = {"answered": {"column_mapping": {"answer": "${target.answer}"}}}
    if all("ground_truth" in row for row in rows):
        evaluators["f1"] = F1ScoreEvaluator()
        columns["f1"] = {"column_mapping": {"response": "${target.answer}", "ground_truth": "${data.ground_truth}"}}
    evaluate(
        data=str(questions),
        target=target,
        evaluators=evaluators,
        evaluator_config=columns,
        output_path=str(result),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
