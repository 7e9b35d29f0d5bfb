"""Environments of packages that no lock names: built once for each list, as wheels alone, into a place of their own."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from local_azure.environments import EnvironmentBuildError, ensure_environment, ensure_packages
from tests.local_azure.environments.test_environment import Uv


def ensure(tmp_path: Path, uv: Uv, requirements: Sequence[str]) -> Path:
    return asyncio.run(
        ensure_packages(
            requirements, cache=tmp_path / "cache", report=lambda _line: None, uv=Path("uv"), environ={}, run=uv
        )
    )


def test_packages_are_installed_with_what_they_need_and_nothing_of_theirs_is_run(tmp_path: Path) -> None:
    uv = Uv()
    ensure(tmp_path, uv, ["numpy>=2", "idna"])
    install = uv.calls[-1]
    assert install[install.index("--only-binary") + 1] == ":all:"
    assert not {"--no-deps", "--require-hashes"} & set(install)
    assert uv.installed == ["# not locked\nnumpy>=2\nidna\n"]


def test_the_same_packages_are_built_once(tmp_path: Path) -> None:
    first, again = Uv(), Uv()
    assert ensure(tmp_path, first, ["numpy"]) == ensure(tmp_path, again, ["numpy"])
    assert again.calls == []
    assert ensure(tmp_path, again, ["idna"]) != ensure(tmp_path, Uv(), ["numpy"])


def test_a_lock_and_a_list_with_its_words_are_two_environments(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    line = f"numpy==2.4.6 --hash=sha256:{'0' * 64}"
    lock.write_text(f"{line}\n")
    locked = asyncio.run(
        ensure_environment(
            lock, cache=tmp_path / "cache", report=lambda _line: None, uv=Path("uv"), environ={}, run=Uv()
        )
    )
    assert ensure(tmp_path, Uv(), [line]) != locked


def test_what_can_not_be_installed_is_named(tmp_path: Path) -> None:
    said = ["error: No solution found: there is no version of unheard-of"]
    with pytest.raises(EnvironmentBuildError, match=r"the environment can't be built: .*unheard-of"):
        ensure(tmp_path, Uv(refuses="--requirement", says=said), ["unheard-of"])
