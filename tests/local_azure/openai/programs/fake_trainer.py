"""A trainer of a moment with the real one's command line: an epoch a step, checkpoints, and stops where it is told."""

import argparse
import json
import os
import signal
import sys
import time
from pathlib import Path

STATE = "trainer_state.json"


def main() -> None:
    arguments = read_arguments()
    output: Path = arguments.output
    rows = [json.loads(line) for line in arguments.train.read_text(encoding="utf-8").splitlines()]
    word = rows[0]["messages"][0]["content"] if "messages" in rows[0] else ""
    if word == "crash":
        sys.stderr.write("ValueError: the rows are no good\n")
        sys.exit(3)
    done = [int(each.parent.name.rpartition("-")[2]) for each in output.glob(f"checkpoints/*/{STATE}")]
    save_adapter(output / "adapter", arguments)
    for step in range(max(done, default=0) + 1, arguments.epochs + 1):
        tell(output, {"step": step, "max_steps": arguments.epochs, "epoch": step, "loss": 4.0 / step})
        if arguments.validation:
            tell(output, {"step": step, "max_steps": arguments.epochs, "epoch": step, "eval_loss": 5.0 / step})
        folder = output / "checkpoints" / f"checkpoint-{step}"
        save_adapter(folder, arguments)
        (folder / STATE).write_text("{}")
        if word == "wait" and step == 1 and not done:
            signal.pause()
        while word == "hold" and not Path("released").exists():
            time.sleep(0.02)
    (output / "arguments.json").write_text(json.dumps({name: str(value) for name, value in vars(arguments).items()}))


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    for name in ("--model", "--train", "--output"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--epochs", type=int, required=True)
    for name in (
        "--learning-rate",
        "--batch-size",
        "--seed",
        "--evaluations",
        "--keep-checkpoints",
        "--resume",
        "--select",
    ):
        parser.add_argument(name, required=True)
    parser.add_argument("--validation", type=Path)
    parser.add_argument("--start-from", type=Path)
    parser.add_argument("--method", default="sft")
    parser.add_argument("--beta")
    return parser.parse_args()


def save_adapter(folder: Path, arguments: argparse.Namespace) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    told = {name: str(value) for name, value in vars(arguments).items()}
    (folder / "adapter_config.json").write_text(json.dumps({"told": told, "pid": os.getpid()}))


def tell(output: Path, line: dict) -> None:
    output.mkdir(parents=True, exist_ok=True)
    with (output / "metrics.jsonl").open("a", encoding="utf-8") as metrics:
        metrics.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()
