"""The loss is on what the assistant says, end of turn included, but for what has the weight 0, and on nothing else."""

import json
import shutil
from pathlib import Path

from tests.jobs.training.running import TRAINING, Run, write_rows


def said(role: str, content: str, **more: int) -> dict[str, object]:
    return {"role": role, "content": content, **more}


ROWS = [
    {
        "messages": [
            said("system", "Be brief."),
            said("user", "First?"),
            said("assistant", "One."),
            said("user", "Second?"),
            said("assistant", "Two."),
        ]
    },
    {"messages": [said("user", "Third?"), said("assistant", "Three.")]},
    {"prompt": "Fourth?", "completion": "Four."},
    {
        "messages": [
            said("developer", "Be brief."),
            said("user", "Fifth?"),
            said("assistant", "Wrong.", weight=0),
            said("user", "Really?"),
            said("assistant", "Five.", weight=1),
        ]
    },
]

# Builds the trainer as a run does and prints, for each row, what the loss is on; for each model.
PROGRAM = """
import json, sys
sys.path.insert(0, sys.argv[1])
from arguments import parse_arguments
for model in sys.argv[2].split(","):
    settings = parse_arguments(["--model", model, *sys.argv[3:]])
    settings.prepare_environment()
    from chat_trainer import chat_trainer
    from chats import read_chat
    from device import choose_device
    from model import load_base
    from processes import Processes
    from rows import read_rows
    device = choose_device(settings, Processes())
    base = load_base(settings, device)
    rows = read_rows(settings.train, read_chat)
    trainer = chat_trainer(settings, device, Processes(), base, rows, None, starts=True)
    learnt = [trainer.data_collator([row])["labels"] for row in trainer.train_dataset]
    print(json.dumps([base.tokenizer.decode(labels[labels != -100]) for labels in learnt]))
"""


def test_turns_of_the_assistant_are_learnt_unless_they_weigh_nothing(
    run: Run, tiny_model: Path, tmp_path: Path
) -> None:
    rows = write_rows(tmp_path / "rows.jsonl", ROWS)
    rows.write_bytes(b"\xef\xbb\xbf" + rows.read_bytes().replace(b"\n", b"\r\n"))
    models = f"{tiny_model},{without_marks(tiny_model, tmp_path / 'model')}"
    ended = run("-c", PROGRAM, TRAINING, models, "--train", rows, "--output", tmp_path / "output")
    assert ended.returncode == 0, ended.stderr
    marked, unmarked = map(json.loads, ended.stdout.splitlines())
    end = "<|im_end|>"
    assert marked == [f"One.{end}Two.{end}", f"Three.{end}", f"Four.{end}", f"Five.{end}"]
    # A template without marks: each turn is a row of its own.
    assert [text.rstrip("\n") for text in unmarked] == [
        f"{word}.{end}" for word in ("One", "Two", "Three", "Four", "Five")
    ]


def without_marks(model: Path, copy: Path) -> Path:
    shutil.copytree(model, copy)
    template = (copy / "chat_template.jinja").read_text(encoding="utf-8")
    unmarked = template.replace("{%- generation -%}", "").replace("{%- endgeneration -%}", "")
    (copy / "chat_template.jinja").write_text(unmarked, encoding="utf-8")
    return copy
