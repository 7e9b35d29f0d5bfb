"""The environments of Prompt flow and its successor are what their lock files say, by hash, made once and on demand."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.toolchain.setup.recorded import Recorded
from toolchain.setup.command import NEEDED, ON_DEMAND
from toolchain.setup.parts import Part, ensure

PARTS = [ON_DEMAND["promptflow"], ON_DEMAND["agent-framework"]]
LOCKS = ["jobs/promptflow/requirements.lock", "jobs/agent_framework/requirements.lock"]


@pytest.fixture
def with_uv(clone: Path, recorded: Recorded) -> Recorded:
    """A machine whose uv does what is asked, and a clone with both lock files."""
    for lock in LOCKS:
        (clone / lock).parent.mkdir(parents=True)
        (clone / lock).write_text("thing==1\n")
    recorded.has("uv", "uv 0.13.8")

    def makes_environment(command: list[str], _environment: Mapping[str, str]) -> str:
        for program in ("python", "pf"):
            file = Path(command[-1]) / "bin" / program
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("")
        return ""

    recorded.when("venv", makes_environment)
    recorded.when("pip", lambda _command, _environment: "")
    return recorded


@pytest.mark.parametrize(
    ("part", "lock"), list(zip(PARTS, LOCKS, strict=True)), ids=lambda one: getattr(one, "name", one)
)
def test_it_holds_what_its_lock_file_says_and_is_made_anew_when_that_changes(
    clone: Path, with_uv: Recorded, part: Part, lock: str
) -> None:
    ensure(part, clone, with_uv.machine())
    assert with_uv.commands[-1][-2:] == ["--require-hashes", str(clone / lock)]
    with_uv.commands.clear()
    ensure(part, clone, with_uv.machine())
    assert with_uv.commands == []
    (clone / lock).write_text("thing==2\n")
    ensure(part, clone, with_uv.machine())
    assert [next(word for word in ("venv", "sync") if word in one) for one in with_uv.commands] == ["venv", "sync"]


def test_setup_makes_them_only_when_asked() -> None:
    assert not {part.folder for part in PARTS} & {part.folder for part in NEEDED.values()}
