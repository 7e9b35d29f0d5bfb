"""tunestack doctor: what would fail in `pulumi up`, looked up before anything is created."""

import datetime as dt
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import click

from cli.options import output_option
from cli.output import OutputFormat, write_result
from jobs.domain.errors import UsageError

if TYPE_CHECKING:
    from operations.checks.finding import Finding, Pin, Verdict
    from operations.doctor import Diagnosis
    from stacks.settings import Settings

MARKS: "Final[Mapping[Verdict, str]]" = {"ok": "ok", "no": "NOT OK", "unknown": "unknown"}


@click.command(epilog="Example: tunestack doctor --stack phi3-dev")
@click.option("--stack", required=True, metavar="NAME", help="The Pulumi stack, e.g. phi3-dev; it need not exist yet.")
@click.option("--fix", is_flag=True, help="Write settings that fit into the stack's file; nothing else is changed.")
@output_option
def doctor(stack: str, fix: bool, output: OutputFormat) -> int:  # noqa: FBT001 (click passes flags so)
    """Look for what would fail in `pulumi up`: providers, roles, names, models, quota, policies, networks.

    What couldn't be looked up is called unknown, never ok. Nothing in Azure is changed. Exit codes: 0 nothing stands
    against it; 2 settings, or what is there; 4 a policy; 5 quota; 6 permissions.
    """
    from operations.stack_file import pin, stack_file

    diagnosis = _diagnose(_read(stack), stack)
    pinned = diagnosis.pins if fix else ()
    if pinned:
        pin(stack_file(stack), pinned)
        diagnosis = _diagnose(_read(stack), stack)
    write_result(_document(stack, diagnosis, pinned), _text(diagnosis, pinned), output)
    return diagnosis.exit_code


def _read(stack: str) -> "Settings":
    from operations.stack_file import NoSuchStackError, read_stack_file, stack_file
    from stacks.configuration import SettingsError

    try:
        return read_stack_file(stack_file(stack))
    except NoSuchStackError as missing:
        raise UsageError(str(missing), fix="Name one of them, or copy one.") from missing
    except SettingsError as invalid:
        raise UsageError(str(invalid), fix=f"Correct stacks/Pulumi.{stack}.yaml.") from invalid


def _diagnose(settings: "Settings", stack: str) -> "Diagnosis":
    from infra.provider.arm import Arm
    from infra.provider.azure_exchange import connect
    from infra.provider.clock import CancellableClock
    from operations.checks.azure_facts import AzureFacts
    from operations.checks.plan import Plan
    from operations.doctor import diagnose

    arm = Arm(connect(os.environ), CancellableClock())
    plan = Plan(settings, stack, dt.datetime.now(dt.UTC).date())
    return diagnose(plan, AzureFacts(arm, str(settings.subscription_id)))


def _document(stack: str, diagnosis: "Diagnosis", pinned: "tuple[Pin, ...]") -> dict[str, Any]:
    return {
        "stack": stack,
        "exit_code": int(diagnosis.exit_code),
        "counts": {verdict: diagnosis.count(verdict) for verdict in MARKS},
        "findings": [
            {
                "check": each.check,
                "verdict": each.verdict,
                "message": each.message,
                "fix": each.fix,
                "setting": f"tunestack:{each.setting}" if each.setting else "",
                "cause": each.cause if each.verdict != "ok" else "",
            }
            for each in diagnosis.findings
        ],
        "pinned": {f"tunestack:{each.setting}": each.value for each in pinned},
    }


def _text(diagnosis: "Diagnosis", pinned: "tuple[Pin, ...]") -> str:
    lines = [line for each in diagnosis.findings for line in _lines(each)]
    lines += [f"pinned   tunestack:{each.setting} to {each.value}" for each in pinned]
    counts = ", ".join(f"{diagnosis.count(verdict)} {mark}" for verdict, mark in MARKS.items())
    return "\n".join([*lines, "", counts])


def _lines(finding: "Finding") -> list[str]:
    about = f" [tunestack:{finding.setting}]" if finding.setting and finding.verdict != "ok" else ""
    first = f"{MARKS[finding.verdict]:<8} {finding.check}: {finding.message}{about}"
    return [first, f"         {finding.fix}"] if finding.fix else [first]
