"""Drift of prompts, as a document has it and as people read it."""

from dataclasses import asdict
from typing import Any

from jobs.domain.drift import LARGE, MODERATE, Drift


def drift_section(drift: Drift) -> dict[str, Any]:
    """All of it, in stable keys."""
    return {
        "trained": drift.trained,
        "asked": drift.asked,
        "large": drift.is_large,
        "shifts": [{**asdict(shift), "level": shift.level} for shift in drift.shifts],
    }


def drift_lines(drift: Drift) -> list[str]:
    """A line for each property of the prompts."""
    head = f"prompts: {drift.asked} against {drift.trained} of training ({MODERATE} is moderate, {LARGE} large)"
    return [
        head,
        *(f"  {one.name}: {one.index:.2f}, {one.level} ({one.what})" for one in drift.shifts),
    ]
