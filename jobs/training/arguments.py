"""The command line of fine_tune.py, read into settings."""

import argparse
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

from settings import LOSSES, OPTIMIZERS, SCHEDULES, Settings


def parse_arguments(arguments: list[str] | None) -> Settings:
    """Returns the settings on the command line; ends the program with exit status 2 when they are wrong."""
    parser = argparse.ArgumentParser(
        prog="fine_tune.py",
        description="Fine-tunes a language model with LoRA on chats, pairs or labels.",
        allow_abbrev=False,
    )
    add = _Adder(parser)
    _add_what(parser, add)
    _add_how(parser, add)
    _add_adapter(parser, add)
    _add_run(parser, add)
    settings = Settings(**vars(parser.parse_args(arguments)))
    for path in (settings.train, settings.validation):
        if path is not None and not path.is_file():
            parser.error(f"{path} is not a file")
    _check_together(parser, settings)
    return settings


class _Adder:
    """Adds arguments with the settings' own defaults."""

    def __init__(self, parser: argparse.ArgumentParser) -> None:
        self._parser = parser
        self._defaults = {field.name: field.default for field in fields(Settings)}

    def number(self, name: str, kind: object, meaning: str) -> None:
        """Adds one with a value."""
        value = self._default(name)
        told = "" if value is None else f" (default: {value})"
        self._parser.add_argument(name, type=kind, default=value, help=meaning + told)  # type: ignore[arg-type]

    def choice(self, name: str, choices: Sequence[str], meaning: str) -> None:
        """Adds one with a choice."""
        value = self._default(name)
        told = "" if value is None else f" (default: {value})"
        self._parser.add_argument(name, choices=choices, default=value, help=meaning + told)

    def _default(self, name: str) -> object:
        return self._defaults[name.removeprefix("--").replace("-", "_")]


def _add_what(parser: argparse.ArgumentParser, add: _Adder) -> None:
    parser.add_argument("--model", required=True, help="a folder with a model, or its id on the Hugging Face hub")
    parser.add_argument("--train", type=Path, required=True, metavar="FILE", help="JSON Lines of rows to learn from")
    parser.add_argument("--validation", type=Path, metavar="FILE", help="JSON Lines of rows to measure on")
    parser.add_argument("--output", type=Path, required=True, metavar="FOLDER", help="folder that is written to")
    parser.add_argument("--checkpoints", type=Path, metavar="FOLDER", help="folder of checkpoints; none: in --output")
    parser.add_argument("--model-id", help="what the summary calls the tuned model")
    parser.add_argument("--base-label", help="what the summary calls the base model; none: its folder's name or id")
    add.choice("--task", ["chat", "classification"], "what the model is to do")


def _add_how(parser: argparse.ArgumentParser, add: _Adder) -> None:
    add.choice("--method", ["sft", "dpo"], "learn answers, or prefer one answer of a pair")
    losses = sorted({loss for choices in LOSSES.values() for loss in choices})
    add.choice("--loss", losses, "; ".join(f"{kind}: {', '.join(choices)}" for kind, choices in LOSSES.items()))
    add.number("--smoothing", _share, "share that label-smoothing spreads")
    add.number("--beta", _above_zero, "how closely dpo keeps to the base model")
    add.choice("--optimizer", list(OPTIMIZERS), "what takes the steps")
    add.choice("--schedule", list(SCHEDULES), "how the learning rate goes on after the warm-up")
    add.number("--epochs", _above_zero, "how often each row is seen")
    add.number("--learning-rate", _above_zero, "highest learning rate")
    add.number("--weight-decay", _share, "how much weights are pulled to zero")
    add.number("--warmup", _share, "share of the steps in which the learning rate rises")
    add.number("--batch-size", _count, "rows a batch and process")
    add.number("--gradient-accumulation", _count, "batches a step and process")
    add.number("--max-length", _count, "longest row in tokens")
    add.number("--seed", int, "where the random numbers start")
    parser.add_argument("--packing", action="store_true", help="let short chats share a row")
    parser.add_argument("--gradient-checkpointing", action="store_true", help="spend time to save memory")


def _add_adapter(parser: argparse.ArgumentParser, add: _Adder) -> None:
    parser.add_argument("--start-from", type=Path, metavar="FOLDER", help="an adapter to go on from; none: a new one")
    add.number("--lora-rank", _count, "rank of the adapter")
    add.number("--lora-alpha", _count, "scale of the adapter times its rank; none: twice the rank")
    add.number("--lora-dropout", _share, "share of the adapter's inputs left out")


def _add_run(parser: argparse.ArgumentParser, add: _Adder) -> None:
    add.number("--evaluations", _count, "how often to evaluate and save on the way")
    add.number("--keep-checkpoints", _count, "how many checkpoints are kept, the last ones and the best")
    add.choice("--select", ["best", "last"], "which checkpoint is the result; best: by validation loss")
    parser.add_argument("--with-base", action="store_true", help="put the base model beside the adapter")
    add.number("--threads", int, "CPU threads; 0: all it may use")
    add.choice("--precision", ["auto", "float32", "bfloat16"], "precision of the matrix products")
    add.choice("--resume", ["auto", "never"], "go on from the last checkpoint, or start anew")


def _check_together(parser: argparse.ArgumentParser, settings: Settings) -> None:
    if settings.method == "dpo" and settings.task == "classification":
        parser.error("--method dpo trains chats; --task classification takes --method sft")
    if settings.chosen_loss not in LOSSES[settings.kind]:
        known = ", ".join(LOSSES[settings.kind])
        parser.error(f"--loss {settings.loss} doesn't go with {settings.kind} training; it takes {known}")
    if settings.start_from is not None and settings.kind == "classification":
        parser.error("--start-from goes with chats and pairs: a classifier's labels belong to its own rows")
    if settings.packing and settings.kind != "chat":
        parser.error(f"--packing goes with chats and --method sft, not with {settings.kind} training")


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
