"""Go comes from PATH when it is as recent as the module asks, else it is installed."""

from collections.abc import Mapping
from pathlib import Path

from tests.toolchain.setup.recorded import Recorded
from toolchain.setup.go import go_build, needed_version


def _installs_go(command: list[str], _environment: Mapping[str, str]) -> str:
    program = Path(command[command.index("--target") + 1]) / "go" / "bin" / "go"
    program.parent.mkdir(parents=True)
    program.write_text("")
    return ""


def test_the_version_needed_is_the_one_in_go_mod(clone: Path) -> None:
    assert needed_version(clone / "toolchain" / "engine") == (1, 25, 8)


def test_a_recent_go_on_path_is_used(clone: Path, recorded: Recorded) -> None:
    own = recorded.has("go", "go1.25.8")
    with go_build(clone, recorded.machine(), "thing", clone / "toolchain" / "engine") as build:
        assert build.go == own


def test_an_older_go_is_passed_over_for_the_pinned_one(clone: Path, recorded: Recorded) -> None:
    recorded.has("go", "go1.22.1")
    recorded.has("uv", "uv 0.13.8")
    recorded.when("pip", _installs_go)
    with go_build(clone, recorded.machine(), "thing", clone / "toolchain" / "engine") as build:
        assert build.go == clone / ".tunestack" / "go" / "go" / "bin" / "go"
    assert "--require-hashes" in recorded.commands[-1]
