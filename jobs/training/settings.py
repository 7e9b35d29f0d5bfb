"""What to train, on what, how and where to, as the command line of fine_tune.py has said."""

import os
from dataclasses import dataclass
from pathlib import Path

# By what is trained; the first is taken where none is chosen. Names of preference losses are trl's.
LOSSES = {
    "chat": ("cross-entropy", "label-smoothing", "dft"),
    "preference": ("sigmoid", "ipo", "hinge"),
    "classification": ("cross-entropy", "label-smoothing"),
}
# What each is called in transformers.
OPTIMIZERS = {"adamw": "adamw_torch", "adafactor": "adafactor", "sgd": "sgd", "rmsprop": "rmsprop"}
SCHEDULES = {
    "cosine": "cosine",
    "linear": "linear",
    "constant": "constant_with_warmup",
    "inverse-sqrt": "inverse_sqrt",
}


@dataclass(frozen=True)
class Settings:
    """What to train, on what, how and where to.

    Attributes:
        model: A folder with a model, or its id on the Hugging Face hub.
        train: JSON Lines file of rows to learn from.
        output: Folder that is written to.
        validation: JSON Lines file of rows to measure on, or None.
        task: ``chat`` answers, ``classification`` puts a label on a text.
        method: ``sft`` learns the answers in the rows, ``dpo`` prefers one answer of a pair to the other.
        loss: What is made small, one of ``LOSSES``; None: the first of them.
        smoothing: Share of the probability that the loss ``label-smoothing`` spreads over all tokens or labels.
        beta: How closely ``dpo`` keeps to the base model; larger is closer.
        epochs: How often each row is seen; may be a fraction.
        optimizer: One of ``OPTIMIZERS``.
        learning_rate: The highest learning rate.
        schedule: How the learning rate goes on after the warm-up, one of ``SCHEDULES``.
        weight_decay: How much the optimizer pulls weights to zero.
        batch_size: Rows a batch and process.
        gradient_accumulation: Batches a step and process.
        gradient_checkpointing: Whether to spend time to save memory.
        max_length: Longest row in tokens; longer ones are cut.
        packing: Whether short chats share a row of ``max_length`` tokens, each reading only itself.
        start_from: Folder of an adapter that training begins at, of the same rank; None: it begins at nothing.
        lora_rank: Rank of the adapter's matrices.
        lora_alpha: The adapter's scale is this by the rank; None: twice the rank.
        lora_dropout: Share of the adapter's inputs left out while training.
        warmup: Share of the steps in which the learning rate rises.
        seed: Where the random numbers start.
        evaluations: How often to evaluate and save on the way, evenly spread.
        checkpoints: Folder of checkpoints; None: in the output folder.
        keep_checkpoints: How many checkpoints are kept, the last ones and the best.
        select: Which checkpoint the result is: ``best`` by validation loss, or the ``last``.
        with_base: Whether the base model is put beside the adapter.
        model_id: What the tuned model is called in the summary, or None.
        base_label: What the base model is called in the summary; None: its folder's name or id.
        threads: CPU threads; 0: as many as this process may use.
        precision: ``auto``, ``float32`` or ``bfloat16``.
        resume: ``auto`` goes on from the last checkpoint if there is one, ``never`` starts anew.
    """

    model: str
    train: Path
    output: Path
    validation: Path | None = None
    task: str = "chat"
    method: str = "sft"
    loss: str | None = None
    smoothing: float = 0.1
    beta: float = 0.1
    epochs: float = 1.0
    optimizer: str = "adamw"
    learning_rate: float = 1e-3
    schedule: str = "cosine"
    weight_decay: float = 0.0
    batch_size: int = 4
    gradient_accumulation: int = 1
    gradient_checkpointing: bool = False
    max_length: int = 1024
    packing: bool = False
    start_from: Path | None = None
    lora_rank: int = 8
    lora_alpha: int | None = None
    lora_dropout: float = 0.0
    warmup: float = 0.08
    seed: int = 0
    evaluations: int = 4
    checkpoints: Path | None = None
    keep_checkpoints: int = 2
    select: str = "best"
    with_base: bool = False
    model_id: str | None = None
    base_label: str | None = None
    threads: int = 0
    precision: str = "auto"
    resume: str = "never"

    @property
    def kind(self) -> str:
        """What is trained: ``chat``, ``preference`` or ``classification``."""
        return "preference" if self.method == "dpo" else self.task

    @property
    def chosen_loss(self) -> str:
        """The loss, chosen or what goes without saying."""
        return self.loss or LOSSES[self.kind][0]

    @property
    def label_smoothing(self) -> float:
        """The share that is spread; 0 with every other loss."""
        return self.smoothing if self.chosen_loss == "label-smoothing" else 0.0

    @property
    def checkpoints_folder(self) -> Path:
        """The folder of checkpoints."""
        return self.checkpoints or self.output / "checkpoints"

    @property
    def adapter(self) -> Path:
        """The folder of the tuned adapter."""
        return self.output / "adapter"

    @property
    def base(self) -> Path:
        """The folder of the base model beside the adapter."""
        return self.output / "base"

    def hyperparameters(self) -> dict[str, str | int | float | bool]:
        """Returns what decides how training goes, by name."""
        of_kind: dict[str, str | int | float | bool] = {"beta": self.beta} if self.kind == "preference" else {}
        if self.label_smoothing:
            of_kind["smoothing"] = self.smoothing
        return of_kind | {
            "task": self.task,
            "method": self.method,
            "loss": self.chosen_loss,
            "epochs": self.epochs,
            "optimizer": self.optimizer,
            "learning_rate": self.learning_rate,
            "schedule": self.schedule,
            "weight_decay": self.weight_decay,
            "warmup": self.warmup,
            "batch_size": self.batch_size,
            "gradient_accumulation": self.gradient_accumulation,
            "packing": self.packing,
            "lora_rank": self.lora_rank,
            "lora_alpha": self.lora_alpha or 2 * self.lora_rank,
            "lora_dropout": self.lora_dropout,
            "max_length": self.max_length,
            "seed": self.seed,
        }

    def prepare_environment(self) -> None:
        """Sets what libraries read from the environment when they are imported, unless somebody has set it before.

        Threads that wait give their core away at once: on a CPU that others use too, threads that spin made a step
        five times slower (24 instead of 5 s, two busy cores, 2026-11). With a local model the hub's client stays off
        the network. A process that trains alone takes one GPU: spreading a batch over several isn't done by threads.
        """
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        if "RANK" not in os.environ:
            os.environ.setdefault("CUDA_VISIBLE_DEVICES", "0")
        if Path(self.model).is_dir():
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
