"""Memory of a tree of processes."""

import os
from pathlib import Path

from operations.process_memory import tree_bytes

PAGE = os.sysconf("SC_PAGE_SIZE")


def process(proc: Path, number: int, parent: int, pages: int) -> None:
    folder = proc / str(number)
    folder.mkdir()
    (folder / "stat").write_text(f"{number} (a (strange) name) S {parent} 1 1")
    (folder / "statm").write_text(f"1000 {pages} 1")


def test_all_descendants_count_and_nobody_else(tmp_path: Path) -> None:
    for number, parent, pages in ((10, 1, 5), (11, 10, 7), (12, 11, 9), (20, 1, 1000), (30, 1, 2)):
        process(tmp_path, number, parent, pages)
    assert tree_bytes({10, 30}, tmp_path) == 23 * PAGE


def test_a_process_that_has_ended_meanwhile_counts_nothing(tmp_path: Path) -> None:
    process(tmp_path, 10, 1, 5)
    (tmp_path / "11").mkdir()
    assert tree_bytes({10, 99}, tmp_path) == 5 * PAGE


def test_where_there_is_no_proc_nothing_is_counted(tmp_path: Path) -> None:
    assert tree_bytes({10}, tmp_path / "none") == 0
