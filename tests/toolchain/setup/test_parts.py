"""A part is made once, anew when what it is made from changes, and never half."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.toolchain.setup.recorded import Recorded
from toolchain.setup.machine import Machine
from toolchain.setup.parts import Part, ensure, fingerprint, identity, is_there


def _part(make: Callable[[Path, Machine, Path], None], *, version: list[str], in_place: bool = False) -> Part:
    return Part(
        name="thing",
        folder=".tunestack/thing",
        made_from=lambda _root, _machine: version[0],
        make=make,
        holds=("program",),
        links={".tunestack/bin/thing": "program"},
        in_place=in_place,
    )


def _counting(made: list[Path]) -> Callable[[Path, Machine, Path], None]:
    def make(_root: Path, _machine: Machine, folder: Path) -> None:
        made.append(folder)
        (folder / "program").write_text(f"made {len(made)}")

    return make


def test_a_part_is_made_once_and_linked(clone: Path, recorded: Recorded) -> None:
    made: list[Path] = []
    part = _part(_counting(made), version=["1"])
    ensure(part, clone, recorded.machine())
    ensure(part, clone, recorded.machine())
    assert len(made) == 1
    assert (clone / ".tunestack" / "bin" / "thing").read_text() == "made 1"


def test_a_part_is_made_anew_when_what_it_is_made_from_changes(clone: Path, recorded: Recorded) -> None:
    made: list[Path] = []
    version = ["1"]
    part = _part(_counting(made), version=version)
    ensure(part, clone, recorded.machine())
    version[0] = "2"
    assert not is_there(part, clone, recorded.machine())
    ensure(part, clone, recorded.machine())
    assert (clone / ".tunestack" / "bin" / "thing").read_text() == "made 2"


def test_a_part_that_lost_a_file_is_made_anew(clone: Path, recorded: Recorded) -> None:
    made: list[Path] = []
    part = _part(_counting(made), version=["1"])
    folder = ensure(part, clone, recorded.machine())
    (folder / "program").unlink()
    ensure(part, clone, recorded.machine())
    assert len(made) == 2


def test_an_interrupted_run_leaves_nothing_that_counts_as_the_part(clone: Path, recorded: Recorded) -> None:
    def interrupted(_root: Path, _machine: Machine, folder: Path) -> None:
        (folder / "program").write_text("half")
        raise KeyboardInterrupt

    part = _part(interrupted, version=["1"])
    with pytest.raises(KeyboardInterrupt):
        ensure(part, clone, recorded.machine())
    assert not is_there(part, clone, recorded.machine())
    assert list((clone / ".tunestack").iterdir()) == []


def test_what_a_killed_run_left_aside_is_cleared_away(clone: Path, recorded: Recorded) -> None:
    leftover = clone / ".tunestack" / "thing.new" / "half"
    leftover.parent.mkdir(parents=True)
    leftover.write_text("half")
    folder = ensure(_part(_counting([]), version=["1"]), clone, recorded.machine())
    assert sorted(file.name for file in folder.iterdir()) == [".made-from", "program"]


def test_the_former_part_stays_when_its_successor_cannot_be_made(clone: Path, recorded: Recorded) -> None:
    version = ["1"]
    ensure(_part(_counting([]), version=version), clone, recorded.machine())

    def failing(_root: Path, _machine: Machine, _folder: Path) -> None:
        raise OSError("no space left on device")

    version[0] = "2"
    with pytest.raises(OSError, match="no space"):
        ensure(_part(failing, version=version), clone, recorded.machine())
    assert (clone / ".tunestack" / "thing" / "program").read_text() == "made 1"


def test_a_part_made_in_place_is_given_its_own_folder(clone: Path, recorded: Recorded) -> None:
    made: list[Path] = []

    def make(_root: Path, _machine: Machine, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        made.append(folder)
        (folder / "program").write_text("here")

    part = _part(make, version=["1"], in_place=True)
    assert ensure(part, clone, recorded.machine()) == made[0] == clone / ".tunestack" / "thing"
    assert is_there(part, clone, recorded.machine())


def test_a_fingerprint_changes_with_a_value_and_with_the_content_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("one")
    first = fingerprint("value", files=[file])
    assert fingerprint("value", files=[file]) == first
    assert fingerprint("other", files=[file]) != first
    file.write_text("two")
    assert fingerprint("value", files=[file]) != first


def test_a_program_that_was_replaced_has_another_identity(tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_text("one")
    before = identity(program)
    program.write_text("three")
    assert identity(program) != before
    assert identity(None) is None
