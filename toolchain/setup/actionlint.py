"""actionlint, which checks the workflow files: built from its Go module the first time that `make check` needs it."""

from pathlib import Path

from toolchain.setup.go import go_build
from toolchain.setup.machine import Machine
from toolchain.setup.parts import Part, fingerprint

MODULE = "toolchain/actionlint"


def _made_from(root: Path, machine: Machine) -> str:
    return fingerprint(files=[root / MODULE / "go.mod", root / MODULE / "go.sum"])


def _make(root: Path, machine: Machine, folder: Path) -> None:
    machine.report("actionlint: building it from its Go module")
    with go_build(root, machine, "actionlint", root / MODULE) as build:
        build.build("github.com/rhysd/actionlint/cmd/actionlint", folder / "actionlint", linker_flags="-s -w")


ACTIONLINT = Part(
    name="actionlint",
    folder=".tunestack/actionlint",
    made_from=_made_from,
    make=_make,
    holds=("actionlint",),
    links={".tunestack/bin/actionlint": "actionlint"},
)
