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
