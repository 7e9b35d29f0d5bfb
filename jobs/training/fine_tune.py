"""Fine-tunes a causal language model on chats with LoRA: on a CPU, a GPU or several, wherever the folder is uploaded.

    python fine_tune.py --model SmolLM2 --train train.jsonl --validation validation.jsonl --output out

Stands alone: this folder and requirements.lock are all it takes. It writes into the output folder:

* ``adapter/``: the tuned adapter with its tokenizer, as peft loads it;
* ``checkpoints/``: what ``--resume auto`` goes on from;
* ``metrics.jsonl``: one JSON object for each loss, as it happens;
* ``summary.json``: first and last losses, seconds, versions, what it ran on.

Exit status: 0 done, 1 failed, 2 wrong arguments, 3 bad data, 5 out of memory, 130 or 143 stopped by a signal (a
checkpoint was saved). The last line says why.
"""

import sys

from arguments import Settings, parse_arguments
from data import read_chats
from failures import Failure, as_failure
from stop import Stop


def main(arguments: list[str] | None = None) -> int:
    """Trains as the command line says and returns the exit status.

    Args:
        arguments: The command line without the program's name; default: this process's own.
    """
    settings = parse_arguments(arguments)
    stop = Stop.on_signals()
    try:
        _train(settings, stop)
    except Exception as error:  # noqa: BLE001 -- every failure ends in one clear line; unknown ones keep their traceback
        failure = as_failure(error, settings)
        print(f"fine_tune: error: {failure}", file=sys.stderr, flush=True)
        return failure.exit_status
    return 0


def _train(settings: Settings, stop: Stop) -> None:
    rows = read_chats(settings.train)
    validation = read_chats(settings.validation) if settings.validation is not None else None
    # Imported late: wrong arguments and bad data are told in a moment, and what the environment says is read on import.
    settings.prepare_environment()
    from training import train

    train(settings, rows, validation, stop)
    if stop.signal is not None:
        how = f"--resume auto goes on from the last checkpoint in {settings.checkpoints}"
        raise Failure(f"stopped by signal {stop.signal}; {how}", exit_status=128 + stop.signal)


if __name__ == "__main__":
    sys.exit(main())
