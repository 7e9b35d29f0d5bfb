"""Runs checkov over templates and reads what it says."""

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

CHECKS: Final = Path(__file__).with_name("checks")
"""Our own rules, for what checkov doesn't look at."""


@dataclass(frozen=True)
class Finding:
    """One check on one resource: the check's id, the resource's ARM id, and what the check is called."""

    check: str
    resource: str
    title: str


@dataclass(frozen=True)
class Scan:
    """What checkov found; each pair of check and resource once."""

    version: str
    passed: frozenset[Finding]
    failed: frozenset[Finding]


class ScanError(RuntimeError):
    """The scanner didn't do its work."""


def scan(checkov: Path, folder: Path, ids: Mapping[str, str]) -> Scan:
    """Scans a folder of templates.

    Args:
        checkov: The scanner's executable.
        folder: Where the templates are.
        ids: The resource's id by the file's name.

    Raises:
        ScanError: It failed, or looked at nothing: that would pass for clean.
    """
    command = [
        *(str(checkov), "--directory", str(folder), "--framework", "arm", "--external-checks-dir", str(CHECKS)),
        *("--output", "json", "--compact", "--soft-fail", "--skip-download"),
    ]
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        document = json.loads(finished.stdout)
    except ValueError as error:
        raise ScanError(f"checkov printed no report (exit code {finished.returncode}): {finished.stderr}") from error
    return read(document, ids)


def read(document: Any, ids: Mapping[str, str]) -> Scan:  # noqa: ANN401 (JSON)
    """Reads checkov's report.

    Raises:
        ScanError: It says that no check ran, or that templates couldn't be read.
    """
    reports = document if isinstance(document, list) else [document]
    found = [report for report in reports if report.get("results")]
    if not found:
        raise ScanError("checkov ran no check at all: the templates are not what it reads")
    unread = [file for report in found for file in report["results"].get("parsing_errors", [])]
    if unread:
        raise ScanError(f"checkov couldn't read {', '.join(unread)}")
    passed = {_finding(each, ids) for report in found for each in report["results"].get("passed_checks", [])}
    failed = {_finding(each, ids) for report in found for each in report["results"].get("failed_checks", [])}
    return Scan(found[0]["summary"]["checkov_version"], frozenset(passed), frozenset(failed))


def _finding(check: Mapping[str, Any], ids: Mapping[str, str]) -> Finding:
    return Finding(check["check_id"], ids[Path(check["file_path"]).name], check["check_name"])
