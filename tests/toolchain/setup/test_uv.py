"""uv comes from PATH or is installed, and writes nothing outside the clone."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.toolchain.setup.recorded import Recorded
from toolchain.setup.errors import CommandError, SetupError
from toolchain.setup.parts import ensure
from toolchain.setup.uv import UV, run_uv, uv_environment


def _installs_uv(command: list[str], _environment: Mapping[str, str]) -> str:
    target = Path(command[command.index("--target") + 1]) / "bin" / "uv"
    target.parent.mkdir(parents=True)
    target.write_text("")
    return ""


def test_a_recent_uv_on_path_is_used(clone: Path, recorded: Recorded) -> None:
    own = recorded.has("uv", "uv 0.13.8 (x86_64-unknown-linux-gnu)")
    folder = ensure(UV, clone, recorded.machine())
    assert (folder / "bin" / "uv").resolve() == own


def test_an_old_uv_on_path_is_passed_over_for_the_pinned_one(clone: Path, recorded: Recorded) -> None:
    recorded.has("uv", "uv 0.4.1")
    recorded.when("pip", _installs_uv)
    recorded.when("venv", lambda _command, _environment: "")
    folder = ensure(UV, clone, recorded.machine())
    assert not (folder / "bin" / "uv").is_symlink()
    assert any("0.4.1 is older than 0.8" in line for line in recorded.lines)


def test_pip_installs_uv_by_its_hashes_and_caches_inside_the_clone(clone: Path, recorded: Recorded) -> None:
    recorded.when("pip", _installs_uv)
    recorded.when("venv", lambda _command, _environment: "")
    ensure(UV, clone, recorded.machine())
    assert "--require-hashes" in recorded.commands[-1]
    assert recorded.environments[-1]["PIP_CACHE_DIR"].startswith(str(clone))


@pytest.mark.parametrize("missing", ["venv", "ensurepip"])
def test_a_python_that_makes_no_environments_is_named_with_the_fix(
    clone: Path, recorded: Recorded, missing: str
) -> None:
    recorded.modules.discard(missing)
    with pytest.raises(SetupError, match=f"lacks {missing}") as raised:
        ensure(UV, clone, recorded.machine())
    assert "python3-venv" in raised.value.fix
    assert "put uv on PATH" in raised.value.fix


def test_a_package_index_out_of_reach_is_named_with_the_fix(clone: Path, recorded: Recorded) -> None:
    def unreachable(command: list[str], _environment: Mapping[str, str]) -> str:
        raise CommandError(" ".join(command), 1, "Could not find a version that satisfies the requirement uv")

    recorded.when("venv", lambda _command, _environment: "")
    recorded.when("pip", unreachable)
    with pytest.raises(SetupError, match="Could not find a version") as raised:
        ensure(UV, clone, recorded.machine())
    assert "PIP_INDEX_URL" in raised.value.fix


def test_uv_keeps_everything_it_writes_inside_the_clone(clone: Path, recorded: Recorded) -> None:
    environment = uv_environment(clone, recorded.machine())
    for name in ("UV_CACHE_DIR", "UV_TOOL_DIR", "UV_PYTHON_INSTALL_DIR"):
        assert environment[name].startswith(str(clone / ".tunestack"))
    assert environment["UV_PYTHON_DOWNLOADS"] == "never"


def test_a_failure_of_uv_names_what_it_was_run_for(clone: Path, recorded: Recorded) -> None:
    recorded.has("uv", "uv 0.13.8")

    def fails(command: list[str], _environment: Mapping[str, str]) -> str:
        raise CommandError(" ".join(command), 2, "hash mismatch for pydantic")

    recorded.when("sync", fails)
    with pytest.raises(SetupError, match=r"Python environment: [\s\S]*hash mismatch"):
        run_uv(clone, recorded.machine(), "Python environment", "sync")
