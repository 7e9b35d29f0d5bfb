"""Training on a model that somebody else made runs none of its code: no pickle, no class of its own."""

import json
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.jobs.training.running import MANY, TRAINING, Run, numbers, write_rows


class Touching:
    """Unpickled, it makes a file."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[str, str]]:
        """Tells how it is unpickled."""
        return open, (str(self._file), "w")


def test_neither_pickled_weights_nor_classes_of_its_own_are_run(run: Run, tiny_model: Path, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    pickled = Path(shutil.copytree(tiny_model, tmp_path / "pickled"))
    (pickled / "model.safetensors").unlink()
    (pickled / "pytorch_model.bin").write_bytes(pickle.dumps(Touching(ran)))
    own = with_classes(tiny_model, tmp_path / "own", ran)
    unknown = with_classes(tiny_model, tmp_path / "unknown", ran, model_type="evil")

    rows = write_rows(tmp_path / "rows.jsonl", numbers(1, 2))
    lines = [
        ["--model", str(model), "--train", str(rows), "--output", f"{model}-output", "--with-base"]
        for model in (pickled, own, unknown)
    ]
    ended = run("-c", MANY, TRAINING, json.dumps(lines))
    assert ended.returncode == 0, ended.stderr
    assert [line for line in ended.stdout.splitlines() if line.startswith("RUN")] == ["RUN 1", "RUN 0", "RUN 1"]
    assert "can't be loaded" in ended.stderr
    assert not ran.exists()
    assert not list(tmp_path.glob("own-output/**/*.py"))


def with_classes(model: Path, copy: Path, ran: Path, **members: str) -> Path:
    shutil.copytree(model, copy)
    (copy / "evil.py").write_text(f"open({str(ran)!r}, 'w')\nclass Evil: pass\n", encoding="utf-8")
    classes = {"AutoConfig": "evil.Evil", "AutoModelForCausalLM": "evil.Evil", "AutoTokenizer": ["evil.Evil", None]}
    for name in ("config.json", "tokenizer_config.json"):
        document = json.loads((copy / name).read_text(encoding="utf-8"))
        (copy / name).write_text(json.dumps(document | {"auto_map": classes} | members), encoding="utf-8")
    return copy
