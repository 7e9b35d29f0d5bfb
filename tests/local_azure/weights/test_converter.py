"""The converter keeps what a GGUF file says: weights in transformers' order, the tokenizer, the chat template."""

import json
import struct
import subprocess
from pathlib import Path

import pytest

from tests import prepared

ROOT = Path(__file__).parents[3]
WEIGHTS = ROOT / "local_azure" / "weights"

# Writes a Llama of one layer; the rows of attn_q count upwards in the order that llama.cpp keeps them in.
WRITE_GGUF = """
import sys, numpy as np
from gguf import GGUFWriter, TokenType
architecture = sys.argv[2]
w = GGUFWriter(sys.argv[1], architecture)
w.add_name("Small"); w.add_license("apache-2.0"); w.add_block_count(1); w.add_embedding_length(8)
w.add_feed_forward_length(16); w.add_head_count(2); w.add_head_count_kv(1); w.add_vocab_size(6)
w.add_context_length(64); w.add_rope_freq_base(10000.0); w.add_layer_norm_rms_eps(1e-5)
w.add_tokenizer_model("gpt2"); w.add_tokenizer_pre("smollm")
w.add_token_list(["<end>", "<begin>", "a", "b", "ab", "1"]); w.add_token_merges(["a b"])
w.add_token_types([TokenType.CONTROL] * 2 + [TokenType.NORMAL] * 4)
w.add_bos_token_id(1); w.add_eos_token_id(0); w.add_pad_token_id(0); w.add_unk_token_id(0)
ones = lambda *shape: np.ones(shape, dtype=np.float32)
count = lambda rows: np.repeat(np.arange(rows, dtype=np.float32)[:, None], 8, axis=1)
tensors = {"token_embd": count(6), "output_norm": ones(8), "blk.0.attn_norm": ones(8), "blk.0.ffn_norm": ones(8),
    "blk.0.attn_q": count(8), "blk.0.attn_k": count(4), "blk.0.attn_v": count(4), "blk.0.attn_output": ones(8, 8),
    "blk.0.ffn_gate": ones(16, 8), "blk.0.ffn_up": ones(16, 8), "blk.0.ffn_down": ones(8, 16)}
for name, values in tensors.items():
    w.add_tensor(f"{name}.weight", values)
w.write_header_to_file(); w.write_kv_data_to_file(); w.write_tensors_to_file(); w.close()
"""
USE_TOKENIZER = """
import sys
from tokenizers import Tokenizer
t = Tokenizer.from_file(sys.argv[1])
print(t.encode("ab1<begin>ba").ids, t.decode(t.encode("ab11").ids))
"""


@pytest.fixture(scope="module")
def python() -> Path:
    """The Python of the converter's environment."""
    return prepared.environment_python(WEIGHTS / "requirements.lock")


def convert(python: Path, folder: Path, architecture: str = "llama") -> "subprocess.CompletedProcess[str]":
    licence = folder / "LICENCE"
    licence.write_text("the licence", encoding="utf-8")
    subprocess.run([python, "-c", WRITE_GGUF, folder / "small.gguf", architecture], check=True)
    command = [python, "-I", WEIGHTS / "converter", "gguf", folder / "small.gguf", licence, folder / "made"]
    return subprocess.run(command, check=False, capture_output=True, text=True)


@pytest.fixture(scope="module")
def made(python: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder converted from a small file."""
    folder = tmp_path_factory.mktemp("conversion")
    ended = convert(python, folder)
    assert ended.returncode == 0, ended.stderr
    return folder / "made"


def first_column(made: Path, name: str) -> list[float]:
    """Reads a matrix's first column out of the safetensors file: eight bytes of length, JSON, then the numbers."""
    content = (made / "model.safetensors").read_bytes()
    size = int.from_bytes(content[:8], "little")
    entry = json.loads(content[8 : 8 + size])[name]
    begin, end = (8 + size + offset for offset in entry["data_offsets"])
    values = struct.unpack(f"<{(end - begin) // 4}f", content[begin:end])
    return list(values[:: entry["shape"][1]])


def test_heads_are_put_into_the_order_that_transformers_rotates_in(made: Path) -> None:
    assert first_column(made, "model.layers.0.self_attn.q_proj.weight") == [0, 2, 1, 3, 4, 6, 5, 7]
    assert first_column(made, "model.layers.0.self_attn.k_proj.weight") == [0, 2, 1, 3]
    assert first_column(made, "model.layers.0.self_attn.v_proj.weight") == [0, 1, 2, 3]


def test_the_configuration_holds_the_files_sizes(made: Path) -> None:
    configuration = json.loads((made / "config.json").read_text(encoding="utf-8"))
    expected = {"hidden_size": 8, "num_attention_heads": 2, "num_key_value_heads": 1, "rms_norm_eps": 1e-5}
    expected |= {"vocab_size": 6, "eos_token_id": 0, "tie_word_embeddings": True, "max_position_embeddings": 64}
    assert {name: configuration[name] for name in expected} == expected


def test_the_tokenizer_merges_splits_digits_and_knows_its_special_tokens(python: Path, made: Path) -> None:
    used = subprocess.run(
        [python, "-c", USE_TOKENIZER, made / "tokenizer.json"], check=True, capture_output=True, text=True
    )
    assert used.stdout.strip() == "[4, 5, 1, 3, 2] ab11"


def test_licence_note_and_a_template_with_generation_marks_come_along(made: Path) -> None:
    assert (made / "LICENSE").read_text(encoding="utf-8") == "the licence"
    assert "apache-2.0" in (made / "README.md").read_text(encoding="utf-8")
    assert "generation -%}" in (made / "chat_template.jinja").read_text(encoding="utf-8")


def test_a_model_of_another_family_is_refused_by_name(python: Path, tmp_path: Path) -> None:
    ended = convert(python, tmp_path, "gemma")
    assert ended.returncode != 0
    assert "general.architecture is 'gemma'; only 'llama' can be converted" in ended.stderr
