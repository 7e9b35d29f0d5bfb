"""The loss is on what the assistant says, end of turn included, and on nothing else."""

import json
import shutil
from pathlib import Path

from tests.jobs.training.running import TRAINING, Run, write_rows

ROWS = [
    {
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "First?"},
            {"role": "assistant", "content": "One."},
            {"role": "user", "content": "Second?"},
            {"role": "assistant", "content": "Two."},
        ]
    },
    {"messages": [{"role": "user", "content": "Third?"}, {"role": "assistant", "content": "Three."}]},
    {"prompt": "Fourth?", "completion": "Four."},
]

# Builds the trainer as a run does and prints, for each row, what the loss is on.
PROGRAM = """
import json, sys
sys.path.insert(0, sys.argv[1])
from arguments import parse_arguments
settings = parse_arguments(sys.argv[2:])
settings.prepare_environment()
import training
from data import read_chats
from device import choose_device
from model import load_base
device = choose_device(settings)
base = load_base(settings, device)
config = training._config(settings, device, base, evaluates=False, starts=True)
trainer = training._trainer(settings, config, base, training._dataset(read_chats(settings.train), base), None)
for row in trainer.train_dataset:
    batch = trainer.data_collator([row])
    print(json.dumps(base.tokenizer.decode(batch["labels"][batch["labels"] != -100])))
"""


def learnt(run: Run, model: Path, tmp_path: Path) -> list[str]:
    rows = tmp_path / "rows.jsonl"
    write_rows(rows, ROWS)
    rows.write_bytes(b"\xef\xbb\xbf" + rows.read_bytes().replace(b"\n", b"\r\n"))
    ended = run("-c", PROGRAM, TRAINING, "--model", model, "--train", rows, "--output", tmp_path / "output")
    assert ended.returncode == 0, ended.stderr
    return [json.loads(line) for line in ended.stdout.splitlines()]


def test_a_template_that_marks_the_assistant_teaches_every_turn_of_it(
    run: Run, tiny_model: Path, tmp_path: Path
) -> None:
    assert learnt(run, tiny_model, tmp_path) == ["One.<|im_end|>Two.<|im_end|>", "Three.<|im_end|>", "Four.<|im_end|>"]


def test_without_marks_each_turn_is_learnt_as_a_completion(run: Run, tiny_model: Path, tmp_path: Path) -> None:
    model = Path(shutil.copytree(tiny_model, tmp_path / "model"))
    template = (model / "chat_template.jinja").read_text(encoding="utf-8")
    unmarked = template.replace("{%- generation -%}", "").replace("{%- endgeneration -%}", "")
    (model / "chat_template.jinja").write_text(unmarked, encoding="utf-8")
    said = [text.rstrip("\n") for text in learnt(run, model, tmp_path)]
    assert said == ["One.<|im_end|>", "Two.<|im_end|>", "Three.<|im_end|>", "Four.<|im_end|>"]
