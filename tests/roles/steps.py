"""The typed door to steps.yaml: the steps of each journey, with what is asked of Azure in full."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.roles.declared import CALLER, DEVELOPER, Stack, principal_of
from tests.roles.rights import Ask

SHORT = {
    "workspaces/": "Microsoft.MachineLearningServices/workspaces/",
    "blobs/": "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/",
}
PEOPLE = {"developer": DEVELOPER, "caller": CALLER}


@dataclass(frozen=True)
class Step:
    """One step: who does it, what Azure asks for, and the grants that it needs."""

    name: str
    principal_id: str
    asks: tuple[Ask, ...]
    grants: frozenset[str]


def steps_of(journey: str, stack: Stack) -> list[Step]:
    """Gives the steps of a stack."""
    table = _tables()[journey]
    return [_step(row, table, stack) for part in table["steps"] for row in part]


def step_names(journey: str) -> list[str]:
    """Names the steps of a stack."""
    return [row["step"] for part in _tables()[journey]["steps"] for row in part]


@cache
def _tables() -> dict[str, dict[str, Any]]:
    tables: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("steps.yaml").read_text())["stacks"]
    return tables


def _step(row: dict[str, Any], table: dict[str, Any], stack: Stack) -> Step:
    who = row.get("who", "developer")
    grants = frozenset(table["ML"] if name == "ML" else name for name in row["grants"])
    return Step(row["step"], PEOPLE.get(who) or principal_of(who), tuple(_asks(row["asks"], table, stack)), grants)


def _asks(written: Iterable[str], table: dict[str, Any], stack: Stack) -> Iterable[Ask]:
    for ask in written:
        what, _, where = ask.partition("@")
        action, _, data = what.partition(" ")
        for short, full in SHORT.items():
            if action.startswith(short):
                action = full + action.removeprefix(short)
        yield Ask(action, stack.ids[table.get(where, where)], data == "data")
