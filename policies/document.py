"""Writes the tables of docs/policies.md from the policies themselves: ``python -m policies.document``."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import yaml

from catalogue.built_in_policies import BuiltInPolicy, built_in_policies
from policies.levels import FILE as LEVELS
from policies.pack import policies
from policies.policy import Policy

FILE: Final = Path(__file__).resolve().parents[1] / "docs" / "policies.md"


def document(text: str) -> str:
    """Gives the document with its tables as they are to be; everything outside of them is left alone."""
    tables = {
        "policies": _table(("policy", "what must be so", "severity", "level", "control", "Azure's"), _policy_rows()),
        "fixes": _table(("policy", "why", "fix"), _fix_rows()),
        "options": _table(("policy", "option", ""), _option_rows()),
        "built-in": _table(("Azure's built-in policy", "control", "met by, or why not"), _built_in_rows()),
    }
    for name, table in tables.items():
        marked = re.compile(rf"(<!-- {name}: made by `python -m policies.document` -->\n).*?(<!-- end -->)", re.DOTALL)
        text = marked.sub(lambda found, table=table: found[1] + table + found[2], text)  # type: ignore[misc]
    return text


def _table(heads: Sequence[str], rows: Iterator[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n" + "".join("| " + " | ".join(cells) + " |\n" for cells in lines) + "\n"


def _policy_rows() -> Iterator[Sequence[str]]:
    laxer = yaml.safe_load(LEVELS.read_text(encoding="utf-8"))
    for policy in policies():
        where = f" (only where {policy.only_where.text})" if policy.only_where else ""
        controls = ", ".join(policy.controls) or "-"
        azure = " ".join(f"`{each[:8]}`" for each in policy.built_in) or "-"
        yield f"`{policy.name}`", policy.summary + where, policy.severity, _levels(policy, laxer), controls, azure


def _levels(policy: Policy, laxer: dict[str, dict[str, dict[str, str]]]) -> str:
    exceptions = [
        f"{name}: {levels[policy.name]}"
        for kind in ("environments", "identity_profiles")
        for name, levels in laxer[kind].items()
        if policy.name in levels
    ]
    return ", ".join(["mandatory", *exceptions])


def _fix_rows() -> Iterator[Sequence[str]]:
    return ((f"`{policy.name}`", policy.reason, policy.fix) for policy in policies())


def _option_rows() -> Iterator[Sequence[str]]:
    return (
        (f"`{policy.name}`", f"`{name}`", str(schema["description"]))
        for policy in policies()
        for name, schema in policy.options.items()
    )


def _built_in_rows() -> Iterator[Sequence[str]]:
    for row in built_in_policies().values():
        edition = f" ({', '.join(row.editions)})" if row.editions else ""
        yield f"{row.title} `{row.id}`", (", ".join(row.controls) or "-") + edition, _answer(row)


def _answer(row: BuiltInPolicy) -> str:
    met_by = [f"`{policy.name}`" for policy in policies() if row.id in policy.built_in]
    return ", ".join(met_by) or f"Not met. {row.answer}"


if __name__ == "__main__":
    FILE.write_text(document(FILE.read_text(encoding="utf-8")), encoding="utf-8")
