"""Runs in the training environment: makes model folders, and calls the scoring script as it is told, line by line.

Each line of standard input is a JSON object with ``do``; each gets one line of JSON on standard output.
"""

import importlib.util
import json
import shutil
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

_SAID = sys.stdout
sys.stdout = sys.stderr


def main() -> None:
    """Does what is asked until there is no more."""
    script = Path(sys.argv[1])
    sys.path.append(str(script.parent))
    spec = importlib.util.spec_from_file_location("entry_module", script)
    assert spec is not None
    assert spec.loader is not None
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            told = _DO[asked.pop("do")](score, **asked)
        except Exception as error:  # noqa: BLE001 -- told to the test
            told = {"raised": f"{type(error).__name__}: {error}"}
        print(json.dumps(told), file=_SAID, flush=True)


def _make(_score: ModuleType, model: str, folder: str, labels: list[str]) -> dict[str, Any]:
    """Makes a tuned model as the trainer leaves it, its adapter random."""
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM, AutoModelForSequenceClassification

    torch.manual_seed(0)
    target = Path(folder)
    shutil.copytree(model, target / "base")
    kind = AutoModelForSequenceClassification if labels else AutoModelForCausalLM
    more = {"num_labels": len(labels)} if labels else {}
    network = kind.from_pretrained(model, **more)
    task = "SEQ_CLS" if labels else "CAUSAL_LM"
    config = LoraConfig(task_type=task, r=4, target_modules="all-linear", init_lora_weights=False)
    get_peft_model(network, config).save_pretrained(target / "adapter")
    if labels:
        (target / "adapter" / "labels.json").write_text(json.dumps(labels))
    (target / "summary.json").write_text(json.dumps({"base": "Big-Model", "model_id": "mine"}))
    return {}


def _init(score: ModuleType, root: str) -> dict[str, Any]:
    import os

    os.environ["AZUREML_MODEL_DIR"] = root
    score.init()
    return {}


def _run(score: ModuleType, body: str, method: str | None = None) -> dict[str, Any]:
    raw = SimpleNamespace(method=method, get_data=lambda: body.encode())  # what the server hands over
    response = score.run(raw if method else body)
    parts = [response.content] if isinstance(response.content, str) else list(response.content)
    return {"status": response.status_code, "headers": response.headers, "parts": parts}


_DO = {"make": _make, "init": _init, "run": _run}

if __name__ == "__main__":
    main()
