"""Runs the checks of a stack, and says by which exit code the command that asked ends."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from jobs.domain.errors import ExitCode
from operations.checks.facts import Facts
from operations.checks.finding import Cause, Finding, Pin, Verdict
from operations.checks.journeys import CHECKS, Check
from operations.checks.plan import Plan
from operations.checks.subscription_usable import subscription_usable

PARALLEL: Final = 8
"""Each check waits for answers of Azure most of the time."""
CODES: Final[dict[Cause, ExitCode]] = {
    "configuration": ExitCode.USAGE,
    "policy": ExitCode.REFUSED,
    "permission": ExitCode.PERMISSION,
    "quota": ExitCode.QUOTA,
}
"""In the order in which causes have to be mended: quota of what may not be made helps nobody."""


@dataclass(frozen=True)
class Diagnosis:
    """Everything that the checks of a stack found."""

    findings: tuple[Finding, ...]

    @property
    def exit_code(self) -> ExitCode:
        """The code for what has to be mended first; 0 where nothing has to be, though things may be unknown."""
        causes = {finding.cause for finding in self.findings if finding.verdict == "no"}
        return next((code for cause, code in CODES.items() if cause in causes), ExitCode.DONE)

    @property
    def pins(self) -> tuple[Pin, ...]:
        """Settings that would make fine what isn't, each once; of two for the same setting the smaller number."""
        pins: dict[str, Pin] = {}
        for finding in self.findings:
            for pin in finding.pins if finding.verdict != "ok" else ():
                before = pins.get(pin.setting)
                if before is None or int(pin.value) < int(before.value):
                    pins[pin.setting] = pin
        return tuple(pins.values())

    def count(self, verdict: Verdict) -> int:
        """Counts the findings of a verdict."""
        return sum(finding.verdict == verdict for finding in self.findings)


def diagnose(plan: Plan, facts: Facts, checks: Sequence[Check] | None = None) -> Diagnosis:
    """Runs all checks, also after one that found something.

    Args:
        plan: The stack.
        facts: What can be looked up.
        checks: Which checks; those of the journey when absent.
    """
    if facts.subscription() is None:  # nothing can be asked of a subscription that isn't there for the caller
        return Diagnosis(tuple(subscription_usable(plan, facts)))
    chosen = CHECKS[plan.settings.journey] if checks is None else checks
    with ThreadPoolExecutor(PARALLEL) as pool:
        found = list(pool.map(lambda check: tuple(check(plan, facts)), chosen))
    return Diagnosis(tuple(dict.fromkeys(finding for each in found for finding in each)))
