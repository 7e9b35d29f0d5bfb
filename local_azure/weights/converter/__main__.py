"""Makes a model folder in Hugging Face's format: `gguf MODEL LICENCE FOLDER` converts, `random FOLDER` makes one up.

Runs as `python converter ...` in an environment of ../requirements.lock; imports nothing of the project.
"""

import argparse
import sys
from pathlib import Path

import gguf_model
import random_model
from model_folder import write_model


def main() -> int:
    """Reads the arguments, makes the folder, returns the exit status."""
    arguments = _arguments()
    if arguments.kind == "random":
        write_model(random_model.make(arguments.seed), arguments.folder)
    else:
        write_model(gguf_model.read(arguments.model), arguments.folder)
        (arguments.folder / "LICENSE").write_bytes(arguments.licence.read_bytes())
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    kinds = parser.add_subparsers(dest="kind", required=True)
    convert = kinds.add_parser("gguf", help="convert a GGUF file of a Llama model")
    convert.add_argument("model", type=Path)
    convert.add_argument("licence", type=Path)
    convert.add_argument("folder", type=Path)
    make_up = kinds.add_parser("random", help="make a tiny model with random weights")
    make_up.add_argument("folder", type=Path)
    make_up.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
