"""Saves the tuned adapter: weights, configuration, tokenizer, and a note on what it is."""

from pathlib import Path

from arguments import Settings
from trl import SFTTrainer

_NOTE = """# Adapter on {base}

LoRA weights of rank {rank} on every linear layer of {base}, tuned for {steps} steps on {rows} rows of chat; the loss is
on what the assistant says. Load it with `peft.PeftModel.from_pretrained(base, folder)`.
"""


def save_adapter(trainer: SFTTrainer, settings: Settings) -> None:
    """Writes the adapter's folder; with several processes all call it and one writes.

    Args:
        trainer: The trainer, after its last step.
        settings: Where to, and what it was trained from.
    """
    trainer.save_model(str(settings.adapter))
    if trainer.is_world_process_zero():
        # A pickle of the trainer's settings: loading it runs code, and nobody needs it.
        (settings.adapter / "training_args.bin").unlink(missing_ok=True)
        note = _NOTE.format(
            base=Path(settings.model).name,
            rank=settings.lora_rank,
            steps=trainer.state.global_step,
            rows=len(trainer.train_dataset),
        )
        (settings.adapter / "README.md").write_text(note, encoding="utf-8")
