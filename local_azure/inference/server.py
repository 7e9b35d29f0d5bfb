"""Serves a causal language model and adapters on it behind the chat completions API, on loopback.

    INFERENCE_TOKEN=... python server.py --model FOLDER --label NAME --address-file FILE

Stands alone in the training environment: the standard library, torch, transformers and peft. It writes its address into
the file when it can answer; it ends at SIGTERM, and by itself when the process that started it has gone.

* ``GET /health``: the models there are; needs no token.
* ``PUT /adapters/NAME`` with ``{"path": FOLDER}``, ``DELETE /adapters/NAME``.
* ``POST /v1/chat/completions``: ``model`` is ``base`` or an adapter's name.
"""

import argparse
import os
import sys
from pathlib import Path


def main() -> int:
    """Serves until it is told to stop; returns the exit status."""
    arguments = _arguments()
    token = os.environ.get("INFERENCE_TOKEN", "")
    if not token:
        print("server: error: INFERENCE_TOKEN is not set: callers must show a token", file=sys.stderr)
        return 2
    # Read by torch and by the hub's client when they are imported: threads that wait give their core away, and
    # nothing is looked up on the network.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    sys.path.append(str(Path(__file__).parents[2] / "jobs" / "serving"))
    from serving import serve

    serve(arguments.model, arguments.label, token, arguments.address_file, threads=arguments.threads)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Serves a causal language model and adapters on it, on loopback.")
    parser.add_argument("--model", type=Path, required=True, help="folder of the base model")
    parser.add_argument("--label", required=True, help="what answers call the base model")
    parser.add_argument("--address-file", type=Path, required=True, help="file that the address is written to")
    parser.add_argument("--threads", type=int, default=0, help="CPU threads; 0: as many as it may use")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
