"""The Pulumi CLI with its Python language host: installed, else the official archive, else built from source."""

import shutil
import tarfile
from pathlib import Path

from toolchain.setup.download import ChecksumError
from toolchain.setup.errors import SetupError
from toolchain.setup.go import go_build
from toolchain.setup.launchers import write_launcher
from toolchain.setup.machine import Machine
from toolchain.setup.parts import Part, fingerprint, identity
from toolchain.setup.versions import OLDEST_PULUMI, PULUMI, recent_enough

NAME = "Pulumi CLI"
MODULE = "toolchain/engine"
REACH_WITHIN_SECONDS = 5.0
PROGRAMS = ("pulumi", "pulumi-language-python", "pulumi-language-python-exec")
OFFICIAL_ONLY = ("pulumi-resource-pulumi-python", "pulumi-analyzer-policy-python")

# SHA-256 of the official archives of 3.230.0, as the maker's own Homebrew formula records them
# (pulumi/homebrew-tap, Formula/pulumi.rb of 2026-04-08, commit 6b6066f).
ARCHIVES = {
    ("Linux", "x86_64"): ("linux-x64", "52337212db85636fa598689cdcf6f54c0aa8a7ccd676dc04e00f2b6334eee8ec"),
    ("Linux", "aarch64"): ("linux-arm64", "e9684f6909335aed95657c006e62d606a88fa09ef098378aff2f3a847d462325"),
    ("Darwin", "x86_64"): ("darwin-x64", "b29c089c5907ad3f4f457aa90ac995b3cd69c9148f8309f22f9071e5d097087a"),
    ("Darwin", "arm64"): ("darwin-arm64", "8e279fa8199053a592dc0c91659c327c144c73f0632a0f0047b342010f76d535"),
}


def installed_folder(machine: Machine) -> Path | None:
    """The folder of the machine's own Pulumi CLI, if its Python language host is beside it and it is recent enough."""
    found = machine.which("pulumi")
    if found is None:
        return None
    for folder in (found.parent, found.resolve().parent):
        if all((folder / program).exists() for program in PROGRAMS):
            return folder if recent_enough(machine, found, ("version",), OLDEST_PULUMI) else None
    machine.report(f"{found} is not used: there is no Python language host beside it")
    return None


def _made_from(root: Path, machine: Machine) -> str:
    own = identity(machine.which("pulumi"))
    module = root / MODULE
    return fingerprint(str(root), PULUMI, own, ARCHIVES, files=[module / "go.mod", module / "go.sum"])


def _make(root: Path, machine: Machine, folder: Path) -> None:
    own = installed_folder(machine)
    if own is not None:
        for program in PROGRAMS:
            (folder / program).symlink_to(own / program)
        return
    if not _unpack_official(machine, folder):
        _build(root, machine, folder)


def _unpack_official(machine: Machine, folder: Path) -> bool:
    """Take the official archive; False when there is none for this machine, or its host can't be reached."""
    platform, sha256 = ARCHIVES.get((machine.system, machine.processor), ("", ""))
    if not platform:
        return False
    archive = folder / "pulumi.tar.gz"
    url = f"https://get.pulumi.com/releases/sdk/pulumi-v{PULUMI}-{platform}.tar.gz"
    try:
        machine.fetch(url, archive, sha256=sha256, reach_within=REACH_WITHIN_SECONDS)
    except ChecksumError as error:
        fix = "find out what stands between this machine and get.pulumi.com, or put the Pulumi CLI on PATH"
        raise SetupError(NAME, str(error), fix) from error
    except OSError as error:
        machine.report(f"{NAME}: the official archive can't be had ({error}), so it is built from source")
        return False
    with tarfile.open(archive) as content:
        for program in (*PROGRAMS, *OFFICIAL_ONLY):
            _extract(content, f"pulumi/{program}", folder / program)
    archive.unlink()
    return True


def _extract(archive: tarfile.TarFile, name: str, destination: Path) -> None:
    source = archive.extractfile(name)
    if source is None:
        raise SetupError(NAME, f"the official archive has no {name}", "put the Pulumi CLI on PATH")
    with source, destination.open("wb") as file:
        shutil.copyfileobj(source, file)
    destination.chmod(0o755)


def _build(root: Path, machine: Machine, folder: Path) -> None:
    machine.report(f"{NAME}: building {PULUMI} from its Go module (2 to 4 minutes on 2 cores, once)")
    with go_build(root, machine, NAME, root / MODULE) as build:
        version = f"github.com/pulumi/pulumi/sdk/v3/go/common/version.Version={PULUMI}"
        build.build("github.com/pulumi/pulumi/pkg/v3/cmd/pulumi", folder / "pulumi", linker_flags=f"-s -w -X {version}")
        runner = build.module_folder("github.com/pulumi/pulumi/sdk/v3") / "python" / "cmd" / PROGRAMS[2]
        shutil.copyfile(runner, folder / PROGRAMS[2])
    (folder / PROGRAMS[2]).chmod(0o755)
    write_launcher(root, folder / PROGRAMS[1], "toolchain.language_host")


ENGINE = Part(
    name=NAME,
    folder=".tunestack/engine",
    made_from=_made_from,
    make=_make,
    holds=PROGRAMS,
    links={f".tunestack/bin/{program}": program for program in PROGRAMS},
)
