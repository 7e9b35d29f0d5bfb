"""How a recipe's model is tuned: one section for each method, with the hyperparameters which that method takes."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from jobs.domain.data_format import FormatName
from jobs.domain.recipe.section import Section

Auto = Literal["auto"]

SUFFIX = r"^[A-Za-z0-9_-]{1,40}$"
"""What Azure OpenAI takes for a suffix: 40 characters in the documentation of 2025-02-27, 64 in another; the less."""


Optimizer = Literal["adamw", "adafactor", "sgd", "rmsprop"]
Loss = Literal["cross-entropy", "label-smoothing", "dft", "sigmoid", "ipo", "hinge"]

LOSSES: Final[Mapping[FormatName, tuple[Loss, ...]]] = MappingProxyType(
    {
        "chat": ("cross-entropy", "label-smoothing", "dft"),
        "preference": ("sigmoid", "ipo", "hinge"),
        "classification": ("cross-entropy", "label-smoothing"),
    }
)
"""What `jobs/training` can make small, by the rows that it learns from: a test holds the two together."""


class ServerlessTuning(Section):
    """Azure ML's serverless fine-tuning, with what it takes."""

    method: Literal["serverless"]
    epochs: Annotated[int, Field(ge=1, le=10, description="Passes over the data (the portal takes 1 to 10).")] = 1
    learning_rate: Annotated[float, Field(gt=0, lt=1, description="Highest learning rate.")] = 0.00002
    batch_size: Annotated[int, Field(ge=1, le=32, description="Rows a step and device (the portal takes 1 to 32).")] = 1

    @property
    def row_format(self) -> FormatName:
        """Of its training rows."""
        return "chat"


class OpenAITuning(Section):
    """Azure OpenAI's fine-tuning; `auto` leaves a value to the service."""

    method: Literal["openai"]
    technique: Annotated[
        Literal["supervised", "dpo"],
        Field(description="Learn from answers, or from pairs of a better and a worse."),
    ] = "supervised"
    tier: Annotated[
        Literal["Standard", "GlobalStandard", "developerTier"],
        Field(description="Where training runs and what it costs: `trainingType` of the service."),
    ] = "Standard"
    epochs: Annotated[int, Field(ge=1, le=10, description="Passes over the data.")] | Auto = "auto"
    batch_size: Annotated[int, Field(ge=1, le=256, description="Rows a step.")] | Auto = "auto"
    learning_rate_multiplier: (
        Annotated[float, Field(gt=0, le=10, description="Times the service's own rate; 0.02 to 0.2 is usual.")] | Auto
    ) = "auto"
    beta: Annotated[float, Field(gt=0, le=2, description="Of dpo: how close to stay to the base.")] | Auto = "auto"
    seed: Annotated[int | None, Field(ge=0, description="The service draws one where not given.")] = None
    suffix: Annotated[
        str | None, Field(pattern=SUFFIX, description="Part of the tuned model's name; `tuned_model` where not given.")
    ] = None
    continue_from: Annotated[
        str | None, Field(min_length=1, description="A tuned model to go on from, as the service names it.")
    ] = None

    @property
    def row_format(self) -> FormatName:
        """Of its training rows: pairs of answers for dpo."""
        return "preference" if self.technique == "dpo" else "chat"


class CommandTuning(Section):
    """One's own script, `jobs/training`, as an Azure ML command job."""

    method: Literal["command"]
    objective: Annotated[
        Literal["sft", "dpo"], Field(description="Learn from answers, or from pairs of a better and a worse.")
    ] = "sft"
    task: Annotated[
        Literal["chat", "classification"], Field(description="Write answers, or put texts into classes.")
    ] = "chat"
    optimizer: Annotated[Optimizer, Field(description="What takes the steps.")] = "adamw"
    loss: Annotated[
        Loss | None,
        Field(
            description="chat: cross-entropy, label-smoothing, dft; dpo: sigmoid, ipo, hinge; classification: "
            "cross-entropy, label-smoothing. The first of them if absent."
        ),
    ] = None
    beta: Annotated[float, Field(gt=0, le=2, description="Of dpo: how close to stay to the base.")] = 0.1
    epochs: Annotated[int, Field(ge=1, le=100, description="Passes over the data.")] = 3
    learning_rate: Annotated[float, Field(gt=0, lt=1, description="Highest learning rate.")] = 0.000005
    batch_size: Annotated[int, Field(ge=1, le=1024, description="Rows a step and process.")] = 4
    gradient_accumulation: Annotated[int, Field(ge=1, le=1024, description="Batches a step.")] = 1
    warmup: Annotated[float, Field(ge=0, lt=1, description="Share of the steps in which the rate rises.")] = 0.2
    maximum_length: Annotated[int, Field(ge=16, description="Longest row in tokens; longer ones are cut.")] = 2048
    lora_rank: Annotated[int, Field(ge=1, le=512, description="Rank of the adapter.")] = 16
    evaluations: Annotated[int, Field(ge=1, description="How often to evaluate and save on the way.")] = 3
    seed: Annotated[int, Field(ge=0, description="Where the random numbers start.")] = 0
    nodes: Annotated[int, Field(ge=1, le=64, description="Machines at once.")] = 1
    processes_per_node: Annotated[
        int | None, Field(ge=1, le=16, description="One for each GPU where not given, one without GPUs.")
    ] = None
    maximum_hours: Annotated[
        int, Field(ge=1, le=168, description="The job is stopped after so many hours of running; checkpoints stay.")
    ] = 24

    @property
    def row_format(self) -> FormatName:
        """Of its training rows: pairs of answers for dpo, texts with labels for classes."""
        if self.objective == "dpo":
            return "preference"
        return "classification" if self.task == "classification" else "chat"

    @model_validator(mode="after")
    def _goes_together(self) -> Self:
        """What the script would refuse, on machines that are paid for."""
        if self.objective == "dpo" and self.task == "classification":
            raise ValueError("dpo learns from pairs of answers: it goes with the task chat")
        if self.loss is not None and self.loss not in LOSSES[self.row_format]:
            what = "dpo" if self.objective == "dpo" else self.task
            raise ValueError(
                f"the loss {self.loss} doesn't go with {what}, which has {', '.join(LOSSES[self.row_format])}"
            )
        return self


Tuning = Annotated[ServerlessTuning | OpenAITuning | CommandTuning, Field(discriminator="method")]

TUNING_BY_METHOD: Final[Mapping[object, type[Section]]] = MappingProxyType(
    {"serverless": ServerlessTuning, "openai": OpenAITuning, "command": CommandTuning}
)
"""The section of each method."""
