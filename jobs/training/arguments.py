"""The command line of fine_tune.py, read into settings."""

import argparse
import os
from dataclasses import dataclass, fields
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """What to train, on what, how and where to.

    Attributes:
        model: A folder with a model, or its id on the Hugging Face hub.
        train: JSON Lines file of chats to learn from.
        validation: JSON Lines file of chats to measure on, or None.
        output: Folder that is written to.
        epochs: How often each row is seen; may be a fraction.
        learning_rate: The highest learning rate; it warms up to it and falls as a cosine.
        batch_size: Rows a step and device.
        gradient_accumulation: Batches a step.
        gradient_checkpointing: Whether to spend time to save memory.
        max_length: Longest row in tokens; longer ones are cut.
        lora_rank: Rank of the adapter's matrices.
        lora_alpha: The adapter's scale is this by the rank; None: twice the rank.
        lora_dropout: Share of the adapter's inputs left out while training.
        warmup: Share of the steps in which the learning rate rises.
        seed: Where the random numbers start.
        evaluations: How often to evaluate and save on the way, evenly spread.
        keep_checkpoints: How many checkpoints are kept, the last ones.
        threads: CPU threads; 0: as many as this process may use.
        precision: ``auto``, ``float32`` or ``bfloat16``.
        resume: ``auto`` goes on from the last checkpoint if there is one, ``never`` starts anew.
    """

    model: str
    train: Path
    output: Path
    validation: Path | None = None
    epochs: float = 1.0
    learning_rate: float = 1e-3
    batch_size: int = 4
    gradient_accumulation: int = 1
    gradient_checkpointing: bool = False
    max_length: int = 1024
    lora_rank: int = 8
    lora_alpha: int | None = None
    lora_dropout: float = 0.0
    warmup: float = 0.08
    seed: int = 0
    evaluations: int = 4
    keep_checkpoints: int = 2
    threads: int = 0
    precision: str = "auto"
    resume: str = "never"

    @property
    def checkpoints(self) -> Path:
        """The folder of checkpoints."""
        return self.output / "checkpoints"

    @property
    def adapter(self) -> Path:
        """The folder of the tuned adapter."""
        return self.output / "adapter"

    def prepare_environment(self) -> None:
        """Sets what libraries read from the environment when they are imported, unless somebody has set it before.

        Threads that wait give their core away at once: on a CPU that others use too, threads that spin made a step
        five times slower (24 instead of 5 s, two busy cores, 2026-11). With a local model the hub's client stays off
        the network.
        """
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        if Path(self.model).is_dir():
            os.environ.setdefault("HF_HUB_OFFLINE", "1")


def parse_arguments(arguments: list[str] | None) -> Settings:
    """Returns the settings on the command line; ends the program with exit status 2 when they are wrong."""
    parser = argparse.ArgumentParser(
        prog="fine_tune.py", description="Fine-tunes a causal language model on chats with LoRA.", allow_abbrev=False
    )
    default = {field.name: field.default for field in fields(Settings)}
    _add_what(parser)
    _add_how(parser, default)
    _add_where(parser, default)
    settings = Settings(**vars(parser.parse_args(arguments)))
    for path in (settings.train, settings.validation):
        if path is not None and not path.is_file():
            parser.error(f"{path} is not a file")
    return settings


def _add_what(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", required=True, help="a folder with a model, or its id on the Hugging Face hub")
    parser.add_argument("--train", type=Path, required=True, metavar="FILE", help="JSON Lines of chats to learn from")
    parser.add_argument("--validation", type=Path, metavar="FILE", help="JSON Lines of chats to measure on")
    parser.add_argument("--output", type=Path, required=True, metavar="FOLDER", help="folder that is written to")


def _add_how(parser: argparse.ArgumentParser, default: dict[str, object]) -> None:
    def add(name: str, kind: object, meaning: str) -> None:
        value = default[name.removeprefix("--").replace("-", "_")]
        parser.add_argument(name, type=kind, default=value, help=f"{meaning} (default: {value})")

    add("--epochs", _above_zero, "how often each row is seen")
    add("--learning-rate", _above_zero, "highest learning rate")
    add("--batch-size", _count, "rows a step and device")
    add("--gradient-accumulation", _count, "batches a step")
    add("--max-length", _count, "longest row in tokens")
    add("--lora-rank", _count, "rank of the adapter")
    add("--lora-alpha", _count, "scale of the adapter times its rank; none: twice the rank")
    add("--lora-dropout", _share, "share of the adapter's inputs left out")
    add("--warmup", _share, "share of the steps in which the learning rate rises")
    add("--seed", int, "where the random numbers start")
    add("--evaluations", _count, "how often to evaluate and save on the way")
    add("--keep-checkpoints", _count, "how many checkpoints are kept, the last ones")
    parser.add_argument("--gradient-checkpointing", action="store_true", help="spend time to save memory")


def _add_where(parser: argparse.ArgumentParser, default: dict[str, object]) -> None:
    parser.add_argument("--threads", type=int, default=default["threads"], help="CPU threads; 0: all it may use")
    parser.add_argument("--precision", choices=["auto", "float32", "bfloat16"], default=default["precision"])
    parser.add_argument("--resume", choices=["auto", "never"], default=default["resume"])


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a whole number above 0")
    return value


def _above_zero(text: str) -> float:
    value = float(text)
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is not a number above 0")
    return value


def _share(text: str) -> float:
    value = float(text)
    if not 0 <= value < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 0 to below 1")
    return value
