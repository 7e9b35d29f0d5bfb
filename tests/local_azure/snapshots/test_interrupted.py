"""A save or a restore that is killed at any step leaves the old state or the new one."""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from local_azure.snapshots.restore import finish_restore, restore
from local_azure.snapshots.snapshots import find, names, save
from tests.local_azure.snapshots.folders import content, write_state

NOW = datetime(2026, 10, 7, 12, tzinfo=UTC)


class Killed(BaseException):
    """The process is gone: nothing that it would do afterwards happens either."""


@contextmanager
def killed_before(step: int) -> Iterator[list[str]]:
    """Lets so many changes of files happen in the block and none after them; yields what was done.

    Other threads, such as those of a local Azure that runs meanwhile, change what they like.
    """
    done: list[str] = []
    own = threading.get_ident()

    def counted(name: str, change: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **options: object) -> object:
            if threading.get_ident() != own:
                return change(*arguments, **options)
            if len(done) >= step:
                raise Killed
            done.append(name)
            return change(*arguments, **options)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for owner, name in ((Path, "rename"), (Path, "unlink"), (Path, "mkdir"), (Path, "rmdir"), (Path, "write_text")):
            patch.setattr(owner, name, counted(name, getattr(owner, name)))
        for name in ("rmtree", "copy2", "copytree"):
            patch.setattr(shutil, name, counted(name, getattr(shutil, name)))
        yield done


def kills(act: Callable[[], object]) -> Iterator[bool]:
    """Does something once for each of its steps, killed before that step; the last time it gets through."""
    for step in range(1000):
        with killed_before(step) as done:
            try:
                act()
            except Killed:
                assert len(done) == step
                finished = False
            else:
                finished = True
        yield finished
        if finished:
            return


def test_a_killed_save_leaves_no_snapshot_and_the_state_as_it_was(tmp_path: Path) -> None:
    write_state(tmp_path, "before")
    before, killed = content(tmp_path), 0
    for finished in kills(lambda: save(tmp_path, "first", now=NOW)):
        killed += not finished
        assert content(tmp_path) == before
        assert names(tmp_path) == (["first"] if finished else [])
    assert killed > 5
    find(tmp_path, "first")
    assert [path.name for path in (tmp_path / "snapshots").iterdir()] == ["first"]


def test_a_killed_restore_leaves_the_old_state_or_the_new_one(tmp_path: Path) -> None:
    write_state(tmp_path, "saved")
    saved = content(tmp_path)
    save(tmp_path, "first", now=NOW)
    shutil.rmtree(tmp_path / "jobs")
    write_state(tmp_path, "present")
    present = content(tmp_path)
    shutil.copytree(tmp_path, tmp_path.with_name("as-it-was"), symlinks=True)
    ends = []
    for finished in kills(lambda: restore(tmp_path, "first")):
        finish_restore(tmp_path)  # as the next start does
        ends.append(content(tmp_path) == saved)
        assert ends[-1] or content(tmp_path) == present
        assert ends[-1] or not finished
        shutil.rmtree(tmp_path)
        shutil.copytree(tmp_path.with_name("as-it-was"), tmp_path, symlinks=True)
    assert ends == sorted(ends)
    assert ends.count(False) > 5
    assert ends.count(True) > 5


def test_a_restore_that_was_interrupted_is_finished_by_the_next_one(tmp_path: Path) -> None:
    write_state(tmp_path, "first")
    save(tmp_path, "first", now=NOW)
    write_state(tmp_path, "second")
    second = content(tmp_path)
    save(tmp_path, "second", now=NOW)
    for _ in kills(lambda: restore(tmp_path, "first")):
        restore(tmp_path, "second")
        assert content(tmp_path) == second
