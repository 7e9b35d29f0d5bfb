"""The Pulumi CLI: installed ones are used, archives only with the recorded checksum, else it is built from source."""

import hashlib
import io
import tarfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from tests.toolchain.setup.recorded import Recorded
from toolchain.setup.download import ChecksumError
from toolchain.setup.engine import ARCHIVES, ENGINE, PROGRAMS, installed_folder
from toolchain.setup.errors import CommandError, SetupError
from toolchain.setup.parts import ensure


@pytest.fixture
def with_go(clone: Path, recorded: Recorded) -> Recorded:
    """A machine whose Go builds whatever it is asked."""
    sources = clone.parent / "sources"
    (sources / "python" / "cmd").mkdir(parents=True)
    (sources / "python" / "cmd" / "pulumi-language-python-exec").write_text("runner")
    recorded.has("go", "go1.26.8")

    def go(command: list[str], _environment: Mapping[str, str]) -> str:
        if "build" in command:
            Path(command[command.index("-o") + 1]).write_text("built")
        return {"env": "go1.26.8", "list": f"{sources}\n", "build": ""}[command[1]]

    recorded.answers[str(recorded.programs["go"])] = go
    return recorded


def _install(recorded: Recorded, version: str) -> None:
    for program in PROGRAMS:
        recorded.has(program, version)


def test_an_installed_cli_with_its_language_host_is_used(clone: Path, recorded: Recorded) -> None:
    _install(recorded, "v3.231.0")
    ensure(ENGINE, clone, recorded.machine())
    assert (clone / ".tunestack" / "bin" / "pulumi").resolve() == recorded.programs["pulumi"]
    assert recorded.fetched == []


def test_an_installed_cli_that_is_too_old_is_passed_over(recorded: Recorded) -> None:
    _install(recorded, "v3.229.0")
    assert installed_folder(recorded.machine()) is None
    assert "3.229.0 is older than 3.230.0" in recorded.lines[-1]


def test_an_installed_cli_without_its_language_host_is_passed_over(recorded: Recorded) -> None:
    recorded.has("pulumi", "v3.231.0")
    assert installed_folder(recorded.machine()) is None
    assert "no Python language host beside it" in recorded.lines[-1]


def test_the_archive_out_of_reach_means_a_build_from_source(clone: Path, with_go: Recorded) -> None:
    folder = ensure(ENGINE, clone, with_go.machine())
    assert (folder / "pulumi").read_text() == "built"
    assert (folder / "pulumi-language-python-exec").read_text() == "runner"
    assert "toolchain.language_host" in (folder / "pulumi-language-python").read_text()
    assert with_go.fetched == ["https://get.pulumi.com/releases/sdk/pulumi-v3.230.0-linux-x64.tar.gz"]


def test_a_machine_that_no_archive_is_for_builds_without_asking(clone: Path, with_go: Recorded) -> None:
    ensure(ENGINE, clone, with_go.machine(processor="riscv64"))
    assert with_go.fetched == []


def test_an_archive_with_another_checksum_is_refused(clone: Path, with_go: Recorded) -> None:
    with_go.fetch_error = ChecksumError("it has SHA-256 00, recorded is 11")
    with pytest.raises(SetupError, match="recorded is 11"):
        ensure(ENGINE, clone, with_go.machine())
    assert not (clone / ".tunestack" / "bin" / "pulumi").exists()


def test_the_archive_with_its_own_language_host_is_unpacked(clone: Path, recorded: Recorded) -> None:
    def fetch(url: str, destination: Path, *, sha256: str, reach_within: float) -> None:
        assert sha256 == ARCHIVES["Linux", "x86_64"][1]
        assert reach_within == 5.0
        with tarfile.open(destination, "w:gz") as archive:
            for program in (*PROGRAMS, "pulumi-resource-pulumi-python", "pulumi-analyzer-policy-python"):
                member = tarfile.TarInfo(f"pulumi/{program}")
                member.size = len(program)
                archive.addfile(member, io.BytesIO(program.encode()))

    folder = ensure(ENGINE, clone, replace(recorded.machine(), fetch=fetch))
    assert (folder / "pulumi-language-python").read_text() == "pulumi-language-python"
    assert not (folder / "pulumi.tar.gz").exists()


def test_the_build_verifies_modules_and_leaves_no_caches(clone: Path, with_go: Recorded) -> None:
    ensure(ENGINE, clone, with_go.machine())
    build = next(index for index, command in enumerate(with_go.commands) if "build" in command)
    environment = with_go.environments[build]
    assert "-mod=readonly" in environment["GOFLAGS"]
    assert environment["GOTOOLCHAIN"] == "local"
    for cache in ("GOMODCACHE", "GOCACHE", "GOPATH", "HOME"):
        assert environment[cache].startswith(str(clone / ".tunestack" / "build"))
    assert not (clone / ".tunestack" / "build" / "engine").exists()


def test_a_module_that_cannot_be_had_is_named_with_the_fix(clone: Path, with_go: Recorded) -> None:
    def go(command: list[str], _environment: Mapping[str, str]) -> str:
        if "build" in command:
            raise CommandError(" ".join(command), 1, "github.com/pulumi/pulumi/pkg/v3: checksum mismatch")
        return "go1.26.8"

    with_go.answers[str(with_go.programs["go"])] = go
    with pytest.raises(SetupError, match=r"Pulumi CLI: [\s\S]*checksum mismatch"):
        ensure(ENGINE, clone, with_go.machine())
    assert not (clone / ".tunestack" / "engine").exists()


def test_recorded_checksums_are_sha256() -> None:
    for _platform, checksum in ARCHIVES.values():
        assert len(checksum) == hashlib.sha256().digest_size * 2
