"""`python -m toolchain.secure`: scans what each stack sends to a local Azure; writes build/security.json."""

import argparse
import json
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click

from local_azure.credentials import credentials
from local_azure.passphrase import config_passphrase
from operations.programs import ProgramError
from toolchain.paths import root
from toolchain.secure.accepted import Accepted, divide, exceptions
from toolchain.secure.policies import PolicyVerdict, judge
from toolchain.secure.scanner import Finding, Scan, ScanError, scan
from toolchain.secure.secrets import SecretFound, find_secrets
from toolchain.secure.templates import write_templates
from toolchain.setup.command import run as setup
from toolchain.stack_runs.project import stack_names
from toolchain.stack_runs.run import StackRun, run_stack


@dataclass(frozen=True)
class StackSecurity:
    """What was found of one stack."""

    scan: Scan
    failed: list[Finding]
    accepted: list[Accepted]
    policies: PolicyVerdict
    secrets: list[SecretFound]

    def document(self) -> dict[str, Any]:
        """The stack's entry in build/security.json."""
        return {
            "checkov": {
                "version": self.scan.version,
                "passed": len(self.scan.passed),
                "failed": len(self.failed),
                "ids": sorted({finding.check for finding in self.scan.passed | self.scan.failed}),
                "findings": [asdict(finding) for finding in self.failed],
                "accepted": [
                    {"id": one.finding.check, "resource": one.finding.resource, "reason": one.reason}
                    for one in self.accepted
                ],
            },
            "policy_pack": {
                "evaluated": self.policies.evaluated,
                "violations": len(self.policies.mandatory),
                "found": [
                    {"policy": one.policy.name, "level": one.level, "message": one.message}
                    for one in self.policies.violations
                ],
            },
            "secrets_found": len(self.secrets),
            "secrets": [asdict(one) for one in self.secrets],
        }


def main() -> int:
    """Looks at the stacks named, or at all; 0 when nothing is left to say."""
    parser = argparse.ArgumentParser(prog="python -m toolchain.secure", description=__doc__)
    parser.add_argument("stacks", nargs="*", help="stacks to look at; all that are shipped when none is named")
    wanted = parser.parse_args().stacks or stack_names(root())
    if code := setup(["checkov"]):
        return code
    found: dict[str, StackSecurity] = {}
    try:
        for stack in wanted:
            found[stack] = _look_at(root(), stack)
            _say(stack, found[stack])
    except (ProgramError, ScanError) as error:
        click.echo(f"secure: {error}", err=True)
        return 1
    file = root() / "build" / "security.json"
    file.parent.mkdir(exist_ok=True)
    document = {stack: one.document() for stack, one in found.items()}
    file.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    click.echo(f"secure: {file}")
    return 1 if any(one.failed or one.policies.mandatory or one.secrets for one in found.values()) else 0


def _look_at(clone: Path, stack: str) -> StackSecurity:
    click.echo(f"secure: {stack}: pulumi up on a local Azure, then the scanners")
    with tempfile.TemporaryDirectory(prefix="tunestack-secure-") as name:
        folder = Path(name)
        ran = run_stack(clone, folder, stack)
        ids = write_templates(ran.bodies, folder / "templates")
        scanned = scan(clone / ".tunestack" / "checkov" / "bin" / "checkov", folder / "templates", ids)
        known = {
            "client secret of the deployer": credentials(folder / "azure").client_secret,
            "passphrase of the state": config_passphrase(clone),
        }
        secrets = find_secrets(_places(ran), known)
    failed, accepted = divide(list(scanned.failed), stack, exceptions())
    return StackSecurity(scanned, failed, accepted, judge(ran.state, ran.settings), secrets)


def _places(ran: StackRun) -> dict[str, str]:
    return {"state": json.dumps(ran.state), "output of pulumi": ran.output, **ran.logs}


def _say(stack: str, found: StackSecurity) -> None:
    counts = f"{len(found.scan.passed)} passed, {len(found.failed)} failed, {len(found.accepted)} accepted"
    click.echo(f"secure: {stack}: checkov {found.scan.version}: {counts}")
    verdict = f"{found.policies.evaluated} policies, {len(found.policies.mandatory)} violations"
    click.echo(f"secure: {stack}: {verdict}; {len(found.secrets)} secrets found")
    for finding in found.failed:
        click.echo(f"  FAILED {finding.check} {finding.resource}: {finding.title}", err=True)
    for violation in found.policies.violations:
        click.echo(f"  {violation.level.upper()} {violation.policy.name}: {violation.message}", err=True)
    for secret in found.secrets:
        click.echo(f"  SECRET in {secret.place}: {secret.kind}", err=True)


if __name__ == "__main__":
    sys.exit(main())
