"""A client's calls are what was recorded since the last look, without those that only put its setting together."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from toolchain.conformance.client import CLIENTS


@pytest.fixture
def recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The module as it is inside of a client's environment, whose local Azure records into the test's folder."""
    monkeypatch.setenv("CONFORMANCE_CALLS", str(tmp_path / "calls.jsonl"))
    spec = spec_from_file_location("recorded_calls", CLIENTS / "recorded_calls.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def record(folder: Path, operation: str) -> None:
    with (folder / "calls.jsonl").open("a") as file:
        file.write(json.dumps({"operation": operation}) + "\n")


def names(module: ModuleType) -> list[str]:
    return [call["operation"] for call in module.take()]


def test_each_look_shows_what_came_since_the_last_one(recorded: ModuleType, tmp_path: Path) -> None:
    record(tmp_path, "first")
    record(tmp_path, "second")
    assert names(recorded) == ["first", "second"]
    assert names(recorded) == []
    record(tmp_path, "third")
    assert names(recorded) == ["third"]


def test_what_is_called_uncounted_is_left_out_and_what_came_before_is_kept(
    recorded: ModuleType, tmp_path: Path
) -> None:
    record(tmp_path, "own")
    with recorded.uncounted():
        record(tmp_path, "setting")
    assert not (tmp_path / "calls.jsonl").exists()
    record(tmp_path, "own again")
    assert names(recorded) == ["own", "own again"]


def test_a_failure_inside_is_left_out_too(recorded: ModuleType, tmp_path: Path) -> None:
    @contextmanager
    def expected() -> Iterator[None]:
        with pytest.raises(ValueError, match="no"):
            yield

    with expected(), recorded.uncounted():
        record(tmp_path, "setting")
        raise ValueError("no")
    assert names(recorded) == []


def test_without_a_recording_nothing_is_known(recorded: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorded, "FILE", None)
    with recorded.uncounted():
        pass
    assert recorded.take() == []
