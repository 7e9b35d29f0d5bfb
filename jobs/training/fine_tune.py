"""Fine-tunes a language model with LoRA: on a CPU, a GPU or several, on one machine or more, wherever the folder is.

    python fine_tune.py --model SmolLM2 --train train.jsonl --validation validation.jsonl --output out

Stands alone: this folder and requirements.lock are all it takes. It learns from chats, from pairs of answers
(``--method dpo``) or from labelled texts (``--task classification``), and writes into the output folder:

* ``adapter/``: the tuned adapter with its tokenizer, as peft loads it;
* ``base/``: the base model, with ``--with-base``;
* ``checkpoints/``: what ``--resume auto`` goes on from, unless ``--checkpoints`` names another folder;
* ``metrics.jsonl``: one JSON object for each loss, as it happens;
* ``summary.json``: losses and metrics of base and tuned, seconds, versions, what it ran on.

Exit status: 0 done, 1 failed, 2 wrong arguments or environment, 3 bad data, 5 out of memory, 130 or 143 stopped by a
signal (a checkpoint was saved). The last line says why.
"""

import sys
from collections.abc import Sequence
from typing import Any

from arguments import parse_arguments
from chats import read_chat
from failures import Failure, as_failure
from labelled import read_labelled
from place import read_place
from preferences import read_preference
from rows import read_rows
from settings import Settings
from stop import Stop

_READERS = {"chat": read_chat, "preference": read_preference, "classification": read_labelled}


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
    place = read_place()
    read = _READERS[settings.kind]
    rows: Sequence[Any] = read_rows(settings.train, read)
    validation = read_rows(settings.validation, read) if settings.validation is not None else None
    # Imported late: wrong arguments and bad data are told in a moment, and what the environment says is read on import.
    settings.prepare_environment()
    from training import train

    train(settings, rows, validation, stop, place)
    if stop.signal is not None:
        how = f"--resume auto goes on from the last checkpoint in {settings.checkpoints_folder}"
        raise Failure(f"stopped by signal {stop.signal}; {how}", exit_status=128 + stop.signal)


if __name__ == "__main__":
    sys.exit(main())
