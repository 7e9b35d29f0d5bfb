"""Pulumi as every pipeline step runs it: on one stack, with the policy pack, asking nobody."""

import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from operations.programs import Finished, Programs, Show, everything, nothing

ROOT = Path(__file__).resolve().parents[2]
POLICY_DAY = "TUNESTACK_POLICY_DAY"


@dataclass(frozen=True)
class Pulumi:
    """Runs Pulumi on one stack.

    Attributes:
        stack: The stack's name.
        programs: Runs its commands.
    """

    stack: str
    programs: Programs

    def run(self, command: str, *options: str, accepted: tuple[int, ...] = (0,), show: Show = everything) -> Finished:
        """Runs a command that takes ``--stack``; its output is shown as it comes.

        Raises:
            ProgramError: Another exit code than those accepted.
        """
        line = ("pulumi", *command.split(), "--stack", self.stack, "--non-interactive", "--color", "never", *options)
        return self.programs.run(*line, accepted=accepted, show=show)

    def select(self, secrets_provider: str) -> None:
        """Makes the stack in its backend when it isn't there yet."""
        self.programs.run(
            *("pulumi", "stack", "select", self.stack, "--create", "--non-interactive"),
            *("--secrets-provider", secrets_provider),
            show=nothing,
        )


def pulumi_on(stack: str, environment: Mapping[str, str] | None = None, *, today: dt.date | None = None) -> Pulumi:
    """Gives Pulumi for a stack, with the clone's own programs first on PATH.

    Args:
        stack: The stack's name.
        environment: The environment so far; the process's own when absent.
        today: The day that policies judge expiry by, unless the environment names one.
    """
    inherited = os.environ if environment is None else environment
    folders = [str(ROOT / ".venv" / "bin"), str(ROOT / ".tunestack" / "bin"), inherited.get("PATH", os.defpath)]
    variables = {
        "PATH": os.pathsep.join(folders),
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_OPTION_POLICY_PACK": str(ROOT / "policies"),  # without it no command asks the policies
    }
    if today is not None and POLICY_DAY not in inherited:
        variables[POLICY_DAY] = today.isoformat()
    return Pulumi(stack, Programs(ROOT, variables))
