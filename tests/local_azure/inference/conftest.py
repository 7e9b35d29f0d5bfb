"""Fixtures of the model server's tests: a server with the tiny model, and two adapters for it."""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import prepared
from tests.local_azure.inference.client import Server

ROOT = Path(__file__).parents[3]
SERVER = ROOT / "local_azure" / "inference" / "server.py"
START_SECONDS = 300.0  # also for its end: time that only a machine with much else to do takes

# Writes adapters that change what the model says: peft's own layout, weights that aren't nothing.
MAKE_ADAPTERS = """
import sys, torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM
config = LoraConfig(r=4, target_modules="all-linear", task_type="CAUSAL_LM", init_lora_weights=False)
for seed, folder in enumerate(sys.argv[2:]):
    torch.manual_seed(seed)
    get_peft_model(AutoModelForCausalLM.from_pretrained(sys.argv[1]), config).save_pretrained(folder)
"""


@pytest.fixture(scope="session")
def python() -> Path:
    """The Python of the training environment, which the server runs in."""
    return prepared.training_python()


@pytest.fixture(scope="session")
def tiny_model() -> Path:
    """The folder of the tiny random model."""
    return prepared.tiny_model()


@pytest.fixture(scope="session")
def adapters(python: Path, tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two adapters for the tiny model."""
    folder = tmp_path_factory.mktemp("adapters")
    made = (folder / "one", folder / "two")
    subprocess.run([python, "-c", MAKE_ADAPTERS, tiny_model, *made], check=True, env={"HF_HUB_OFFLINE": "1"})
    return made


@pytest.fixture(scope="session")
def server(python: Path, tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server with the tiny model, labelled ``Tiny``."""
    address_file = tmp_path_factory.mktemp("server") / "address"
    command = [python, SERVER, "--model", tiny_model, "--label", "Tiny", "--address-file", address_file]
    environ = {"INFERENCE_TOKEN": "secret", "OMP_NUM_THREADS": "1", "PATH": "/usr/bin:/bin"}
    process = subprocess.Popen([*command, "--threads", "1"], env=environ, stdout=subprocess.PIPE, text=True)
    yield Server(wait_for_address(process, address_file), "secret", process, address_file)
    process.terminate()
    process.communicate(timeout=START_SECONDS)


def wait_for_address(process: "subprocess.Popen[str]", address_file: Path) -> str:
    """Returns the address once it is in the file."""
    until = time.monotonic() + START_SECONDS
    while not address_file.is_file():
        assert process.poll() is None, f"the server ended with {process.returncode}"
        assert time.monotonic() < until, "the server didn't start in time"
        time.sleep(0.1)
    return address_file.read_text(encoding="utf-8")
