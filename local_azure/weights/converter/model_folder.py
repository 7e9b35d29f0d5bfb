"""Writes a model folder that transformers loads: configuration, weights, tokenizer, chat template, note."""

import json
from pathlib import Path
from typing import Any

from model import Model, Sizes, Vocabulary
from safetensors.numpy import save_file

_HERE = Path(__file__).parent


def write_model(model: Model, folder: Path) -> None:
    """Writes a model into a new folder.

    Args:
        model: The model.
        folder: Where to; must not be there yet.
    """
    folder.mkdir(parents=True)
    save_file(model.weights, str(folder / "model.safetensors"), metadata={"format": "pt"})
    tied = "lm_head.weight" not in model.weights
    special = {
        "bos_token_id": model.vocabulary.begin,
        "eos_token_id": model.vocabulary.end,
        "pad_token_id": model.vocabulary.pad,
    }
    _write_json(folder / "config.json", _configuration(model.sizes, tied=tied) | special)
    _write_json(folder / "generation_config.json", special)
    _write_json(folder / "tokenizer_config.json", _tokenizer_configuration(model.vocabulary, model.sizes.context))
    model.vocabulary.tokenizer.save(str(folder / "tokenizer.json"))
    template = (_HERE / "chat_template.jinja").read_text(encoding="utf-8")
    (folder / "chat_template.jinja").write_text(template, encoding="utf-8")
    (folder / "README.md").write_text(model.note, encoding="utf-8")


def _configuration(sizes: Sizes, *, tied: bool) -> dict[str, Any]:
    return {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "num_hidden_layers": sizes.layers,
        "hidden_size": sizes.hidden,
        "intermediate_size": sizes.feed_forward,
        "num_attention_heads": sizes.heads,
        "num_key_value_heads": sizes.key_value_heads,
        "head_dim": sizes.hidden // sizes.heads,
        "vocab_size": sizes.vocabulary,
        "max_position_embeddings": sizes.context,
        "rope_theta": sizes.rope_base,
        "rms_norm_eps": sizes.norm_epsilon,
        "hidden_act": "silu",
        "tie_word_embeddings": tied,
        "dtype": "float32",
    }


def _tokenizer_configuration(vocabulary: Vocabulary, context: int) -> dict[str, Any]:
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "bos_token": vocabulary.tokens[vocabulary.begin],
        "eos_token": vocabulary.tokens[vocabulary.end],
        "pad_token": vocabulary.tokens[vocabulary.pad],
        "unk_token": vocabulary.tokens[vocabulary.unknown],
        "model_max_length": context,
        "clean_up_tokenization_spaces": False,
    }


def _write_json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
