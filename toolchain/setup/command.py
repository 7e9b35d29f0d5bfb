"""The setup command: makes the parts that aren't there, and says what stops it."""

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from toolchain.paths import root, tools_directory
from toolchain.setup.actionlint import ACTIONLINT
from toolchain.setup.azurite import AZURITE
from toolchain.setup.checkov import CHECKOV
from toolchain.setup.engine import ENGINE
from toolchain.setup.errors import SetupError
from toolchain.setup.flow_environments import AGENT_FRAMEWORK, PROMPT_FLOW
from toolchain.setup.launchers import STAND_IN
from toolchain.setup.lock import locked
from toolchain.setup.machine import Machine, this_machine
from toolchain.setup.node import NODE
from toolchain.setup.parts import Part, ensure, is_there
from toolchain.setup.policy_environment import POLICY_ENVIRONMENT
from toolchain.setup.python_environment import PYTHON_ENVIRONMENT
from toolchain.setup.uv import UV

NEEDED: dict[str, Part] = {
    "uv": UV,
    "python": PYTHON_ENVIRONMENT,
    "policies": POLICY_ENVIRONMENT,
    "node": NODE,
    "azurite": AZURITE,
    "stand-in": STAND_IN,
    "engine": ENGINE,
}
ON_DEMAND: dict[str, Part] = {
    "actionlint": ACTIONLINT,
    "checkov": CHECKOV,
    "promptflow": PROMPT_FLOW,
    "agent-framework": AGENT_FRAMEWORK,
}

EXIT_STOPPED = 2
EXIT_INTERRUPTED = 130


def run(names: Sequence[str]) -> int:
    """Make the named parts, or all that the clone needs, and return the exit code."""
    known = {**NEEDED, **ON_DEMAND}
    unknown = [name for name in names if name not in known]
    if unknown:
        sys.stderr.write(f"setup: there is no part {', '.join(unknown)}; there are {', '.join(known)}\n")
        return EXIT_STOPPED
    parts = [known[name] for name in names] if names else list(NEEDED.values())
    clone = root()
    return make_parts(parts, clone, this_machine(tools_directory(clone)))


def make_parts(parts: Sequence[Part], root: Path, machine: Machine) -> int:
    """Make the parts that aren't there and return the exit code: 0 done, 2 can't go on, 130 interrupted."""
    if all(is_there(part, root, machine) for part in parts):
        return 0
    began = time.monotonic()
    try:
        lock = tools_directory(root) / "setup.lock"
        with locked(lock, lambda: machine.report(f"another setup is at work in {root}; waiting for it")):
            for part in parts:
                ensure(part, root, machine)
    except SetupError as error:
        machine.report(f"can't go on. {error}")
        return EXIT_STOPPED
    except OSError as error:
        machine.report(f"can't go on. {error}\n  Fix: check free space and permissions in {root}, then `make setup`")
        return EXIT_STOPPED
    except KeyboardInterrupt:
        machine.report("interrupted; the next `make setup` starts the part that was at work over")
        return EXIT_INTERRUPTED
    machine.report(f"everything is there ({time.monotonic() - began:.0f} s)")
    return 0
