"""A trainer of a moment with the real one's command line: writes metrics and an adapter, fails or waits if told to."""

import argparse
import json
import os
import signal
import sys
import time
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("--model", "--train", "--validation", "--output"):
        parser.add_argument(name, type=Path, required=True)
    for name in ("--epochs", "--learning-rate", "--batch-size", "--resume"):
        parser.add_argument(name, required=True)
    arguments = parser.parse_args()
    output: Path = arguments.output
    rows = [json.loads(line) for line in arguments.train.read_text(encoding="utf-8").splitlines()]
    validation = arguments.validation.read_text(encoding="utf-8").splitlines()
    (output / "adapter").mkdir(parents=True, exist_ok=True)
    say(f"training on {len(rows)} rows, validating on {len(validation)}")
    started = output / "started"
    beginnings = int(started.read_text()) if started.exists() else 0
    started.write_text(str(beginnings + 1))
    first_time = beginnings == 0
    with (output / "metrics.jsonl").open("a", encoding="utf-8") as metrics:
        for step in (1, 2):
            entry = {"step": step, "max_steps": 2, "epoch": step / 2, "loss": 4.0 / step, "elapsed_seconds": 0.1}
            metrics.write(json.dumps(entry) + "\n")
        metrics.write(json.dumps({"step": 2, "epoch": 1.0, "eval_loss": 1.5}) + "\n")
    word = str(rows[0].get("test", "")) if rows else ""
    if word == "crash":
        say("ValueError: the rows are no good")
        sys.exit(3)
    while word == "hold" and not Path("released").exists():
        time.sleep(0.02)
    if word == "wait" or (word == "wait once" and first_time):
        signal.pause()
    (output / "adapter" / "adapter_config.json").write_text('{"peft_type": "LORA"}')
    (output / "adapter" / "adapter_model.safetensors").write_bytes(b"weights")
    summary = {"environment": sorted(os.environ), "epochs": arguments.epochs, "beginnings": beginnings + 1}
    summary |= {"learning_rate": arguments.learning_rate, "batch_size": arguments.batch_size}
    (output / "summary.json").write_text(json.dumps(summary))


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
