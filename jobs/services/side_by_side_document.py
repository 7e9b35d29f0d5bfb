"""A comparison as a document: for `--output json` and the report."""

from typing import Any

from jobs.domain.evaluation.side_by_side import SideBySide


def side_by_side_section(found: SideBySide) -> dict[str, Any]:
    """What each model answered under each system prompt, and what it cost."""
    return {
        "questions": len(found.questions),
        "one_conversation": found.one_conversation,
        "probe": found.probe,
        "columns": [
            {
                "model": column.role,
                "prompt": column.prompt,
                "system": column.system,
                "kept": f"{column.kept} of {len(column.answers)}" if found.has_rules else None,
                "seconds": round(column.seconds, 3),
                "tokens": column.tokens or None,
                "usd": column.usd,
                "probe": column.probe.text if column.probe else None,
            }
            for column in found.columns
        ],
        "answers": [
            {
                "question": question,
                "answers": [
                    {
                        "model": column.role,
                        "prompt": column.prompt,
                        "text": column.answers[index].text,
                        "breaks": list(column.breaks[index]),
                        "seconds": round(column.answers[index].seconds, 3),
                        "tokens": column.answers[index].completion_tokens or None,
                    }
                    for column in found.columns
                ],
            }
            for index, question in enumerate(found.questions)
        ],
    }


def answer_rows(found: SideBySide) -> list[dict[str, Any]]:
    """Base and tuned answers under the training rows' prompt, question by question."""
    base, tuned = found.column("base"), found.column("tuned")
    return [
        {
            "prompt": question,
            "base": base.answers[index].text,
            "tuned": tuned.answers[index].text,
            "base_breaks": list(base.breaks[index]),
            "tuned_breaks": list(tuned.breaks[index]),
            "base_seconds": round(base.answers[index].seconds, 3),
            "tuned_seconds": round(tuned.answers[index].seconds, 3),
        }
        for index, question in enumerate(found.questions)
    ]
