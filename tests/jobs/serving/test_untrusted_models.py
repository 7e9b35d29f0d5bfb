"""Loading a model runs nothing that comes with it: no pickle, no class of its own, no module that it names."""

import json
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.jobs.serving.scoring import QUESTION, Scoring


class Touching:
    """Unpickled, it makes a file."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[str, str]]:
        """Tells how it is unpickled."""
        return open, (str(self._file), "w")


@pytest.fixture
def model(chat_model: Path, tmp_path: Path) -> Path:
    """A model's folder to tamper with, and beside it a module that makes a file when it is imported."""
    root = tmp_path / "root"
    shutil.copytree(chat_model / "model", root)
    for folder in (root / "base", root / "adapter", root):
        (folder / "evil.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\nclass Evil: pass\n", encoding="utf-8")
    return root


def change(file: Path, **members: object) -> None:
    document = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(document | members), encoding="utf-8")


def refusal(scoring: Scoring, model: Path) -> str:
    with pytest.raises(RuntimeError) as refused:
        scoring.serve(model)
    return str(refused.value)


def test_pickled_weights_of_the_base_are_refused_unread(scoring: Scoring, model: Path, tmp_path: Path) -> None:
    (model / "base" / "model.safetensors").unlink()
    (model / "base" / "pytorch_model.bin").write_bytes(pickle.dumps(Touching(tmp_path / "ran")))
    assert "other weights would run code" in refusal(scoring, model)
    assert not (tmp_path / "ran").exists()


def test_a_pickled_adapter_is_refused_unread(scoring: Scoring, model: Path, tmp_path: Path) -> None:
    (model / "adapter" / "adapter_model.safetensors").unlink()
    (model / "adapter" / "adapter_model.bin").write_bytes(pickle.dumps(Touching(tmp_path / "ran")))
    assert "adapter_model.safetensors is missing" in refusal(scoring, model)
    assert not (tmp_path / "ran").exists()


def test_classes_of_its_own_are_left_alone(scoring: Scoring, model: Path, tmp_path: Path) -> None:
    classes = {"AutoConfig": "evil.Evil", "AutoModelForCausalLM": "evil.Evil", "AutoTokenizer": ["evil.Evil", None]}
    for name in ("config.json", "tokenizer_config.json"):
        change(model / "base" / name, auto_map=classes)
    (model / "base" / "pytorch_model.bin").write_bytes(pickle.dumps(Touching(tmp_path / "ran")))
    scoring.serve(model)
    assert scoring.ask(QUESTION).status == 200
    assert not (tmp_path / "ran").exists()


def test_a_kind_of_model_that_only_its_own_code_knows_is_refused(scoring: Scoring, model: Path, tmp_path: Path) -> None:
    change(model / "base" / "config.json", auto_map={"AutoConfig": "evil.Evil"}, model_type="evil")
    assert "can't be loaded" in refusal(scoring, model)
    assert not (tmp_path / "ran").exists()


def test_modules_that_an_adapter_names_are_not_imported(scoring: Scoring, model: Path, tmp_path: Path) -> None:
    named = {"base_model_class": "Evil", "parent_library": "evil"}
    settings = {"auto_mapping": named, "megatron_config": {"a": 1}, "megatron_core": "evil"}
    change(model / "adapter" / "adapter_config.json", **settings)
    scoring.serve(model)
    assert scoring.ask(QUESTION).status == 200
    assert not (tmp_path / "ran").exists()


def test_a_chat_template_reaches_nothing_outside(scoring: Scoring, model: Path, tmp_path: Path) -> None:
    reach = "{{ cycler.__init__.__globals__.os.system('touch " + str(tmp_path / "ran") + "') }}"
    (model / "base" / "chat_template.jinja").write_text(reach, encoding="utf-8")
    scoring.serve(model)
    with pytest.raises(RuntimeError, match="SecurityError"):
        scoring.ask(QUESTION)
    assert not (tmp_path / "ran").exists()


def test_an_adapter_of_another_model_is_refused(scoring: Scoring, model: Path) -> None:
    change(model / "adapter" / "adapter_config.json", target_modules=["q_proj"])
    assert "doesn't fit its base" in refusal(scoring, model)


def test_a_folder_without_a_model_is_named(scoring: Scoring, tmp_path: Path) -> None:
    assert f"{tmp_path} holds no folder 'adapter'" in refusal(scoring, tmp_path)
