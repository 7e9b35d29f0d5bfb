"""Two models' answers in two columns of the terminal."""

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table


def show_side_by_side(answers: Sequence[dict[str, Any]], console: Console | None = None) -> None:
    """Prints answers, one block a question; rules that an answer breaks stand below it.

    Args:
        answers: as in a run's document.
        console: stdout unless given.
    """
    table = Table("base", "tuned", show_lines=True, expand=True)
    table.columns[0].ratio = table.columns[1].ratio = 1
    for answer in answers:
        table.add_section()
        table.add_row(f"[bold]{escape(answer['prompt'])}[/bold]", "")
        table.add_row(_cell(answer["base"], answer["base_breaks"]), _cell(answer["tuned"], answer["tuned_breaks"]))
    (console or Console()).print(table)


def show_columns(columns: Sequence[dict[str, Any]], console: Console | None = None) -> None:
    """Prints what each model came to under each system prompt: rules kept, time, tokens, price, its probe's answer.

    Args:
        columns: as in the document of a comparison.
        console: stdout unless given.
    """
    table = Table("model", "system prompt", "rules kept", "seconds", "tokens", "USD", "asked by itself")
    for one in columns:
        figures = [one["kept"] or "no rules", f"{one['seconds']:.1f}", str(one["tokens"] or "?")]
        usd = "?" if one["usd"] is None else f"{one['usd']:.6f}"
        table.add_row(*map(escape, [one["model"], one["prompt"], *figures, usd, one["probe"] or ""]))
    (console or Console()).print(table)


def show_pair(base: str, tuned: str, console: Console | None = None) -> None:
    """Prints one answer of each model.

    Args:
        base: of the base model.
        tuned: of the tuned model.
        console: stdout unless given.
    """
    table = Table("base", "tuned", expand=True)
    table.columns[0].ratio = table.columns[1].ratio = 1
    table.add_row(_cell(base, ()), _cell(tuned, ()))
    (console or Console()).print(table)


def _cell(text: str, breaks: Sequence[str]) -> str:
    return "\n".join([escape(text or "(no answer)"), *[f"[red]{escape(rule)}[/red]" for rule in breaks]])
