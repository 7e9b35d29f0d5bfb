"""Azurite, the storage service behind the local Azure: exactly what package-lock.json says, checked by its hashes."""

import os
import shutil
from pathlib import Path

from toolchain.setup.errors import CommandError, SetupError
from toolchain.setup.machine import Machine
from toolchain.setup.node import NODE
from toolchain.setup.parts import Part, ensure, fingerprint

NAME = "Azurite"
MANIFESTS = ("package.json", "package-lock.json")


def _made_from(root: Path, machine: Machine) -> str:
    return fingerprint(files=[root / "toolchain" / "azurite" / manifest for manifest in MANIFESTS])


def _make(root: Path, machine: Machine, folder: Path) -> None:
    machine.report(f"{NAME}: installing it")
    binaries = ensure(NODE, root, machine) / "bin"
    for manifest in MANIFESTS:
        shutil.copyfile(root / "toolchain" / "azurite" / manifest, folder / manifest)
    tools = root / ".tunestack"
    environment = {
        **machine.environment,
        "PATH": os.pathsep.join((str(binaries), machine.environment.get("PATH", os.defpath))),
        "npm_config_cache": str(tools / "cache" / "npm"),
        "npm_config_userconfig": str(tools / "cache" / "npm" / "npmrc"),
        "npm_config_update_notifier": "false",
        "npm_config_fund": "false",
        "npm_config_audit": "false",
    }
    try:
        command: list[str | Path] = [binaries / "npm", "ci", "--ignore-scripts", "--omit=dev"]
        machine.run(command, environment=environment, directory=folder)
    except CommandError as error:
        fix = "connect to the npm registry (a mirror: set npm_config_registry), then run `make setup` again"
        raise SetupError(NAME, str(error), fix) from error


AZURITE = Part(
    name=NAME,
    folder=".tunestack/azurite",
    made_from=_made_from,
    make=_make,
    holds=("node_modules/azurite/dist/src/blob/main.js",),
)
