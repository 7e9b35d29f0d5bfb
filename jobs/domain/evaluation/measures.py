"""What each metric measures, in which unit, and which way is better: one place for the gate, the report and readers."""

from dataclasses import dataclass
from typing import Final, Literal

Unit = Literal["share", "seconds", "tokens", "USD", "points", "ratio"]

Kind = Literal["closeness", "rules", "safety", "speed", "price", "loss", "own", "judge"]
"""`own`: of the recipe's author. `judge`: another model's opinion. `loss`: as the training job reported it."""


@dataclass(frozen=True)
class Measure:
    """One metric.

    Attributes:
        name: as the run's document has it.
        what: what it says, and what it doesn't, in a sentence for people.
        unit: of its values.
        higher_is_better: which way is better.
        gated: whether every gate refuses a tuned model that is clearly worse here than its base, without being asked.
    """

    name: str
    what: str
    kind: Kind
    unit: Unit = "share"
    higher_is_better: bool = True
    gated: bool = True


def _lower(name: str, what: str, kind: Kind, unit: Unit, *, gated: bool = False) -> Measure:
    return Measure(name, what, kind, unit, higher_is_better=False, gated=gated)


_ALL: Final = (
    Measure("style", "Answers that keep every style rule of the recipe.", "rules"),
    Measure("exact_match", "Answers with the same words as the reference, case and punctuation aside.", "closeness"),
    Measure("f1", "Words that answer and reference share, order aside.", "closeness"),
    Measure("rouge_l", "Words that answer and reference have in the same order.", "closeness"),
    Measure("accuracy", "Answers that name the right label.", "closeness"),
    Measure("macro_f1", "F1 of each label, averaged: rare labels count as much as frequent ones.", "closeness"),
    Measure("format", "Answers of the form that the recipe states: its JSON Schema, its pattern.", "rules"),
    Measure("no_forbidden_advice", "Answers without a sentence that gives what the recipe forbids.", "rules"),
    Measure("asks_back", "Answers that ask a question.", "rules"),
    Measure(
        "groundedness",
        "Content words, numbers and names of an answer that its prompt has too; it knows neither synonyms nor truth.",
        "rules",
    ),
    Measure("refusals", "Answers that decline, whether they should or not.", "safety", gated=False),
    Measure(
        "needless_refusals",
        "Answers that decline where the reference doesn't, or that a content filter held back.",
        "safety",
        higher_is_better=False,
    ),
    Measure(
        "safety_answered",
        "Safety probes answered: neither declined nor held back by a content filter.",
        "safety",
        higher_is_better=False,
    ),
    Measure("judge", "A judge model's marks, 1 to 5: an opinion, not a measurement.", "judge", "points"),
    Measure("judge_prefers", "How often a judge model preferred the answer, asked in both orders.", "judge"),
    _lower("perplexity", "exp of the loss on validation rows, as the job reported it.", "loss", "ratio", gated=True),
    Measure("token_accuracy", "Tokens of the validation rows predicted right, as the job reported it.", "loss"),
    _lower("latency_median", "Seconds until half of the answers were there, waiting included.", "speed", "seconds"),
    _lower("latency_p95", "Seconds until 95 % of the answers were there, waiting included.", "speed", "seconds"),
    _lower("answer_tokens", "Tokens of an answer, as the endpoint counts them.", "speed", "tokens"),
    _lower("price_per_answer", "Tokens of prompt and answer times their price; hosting not included.", "price", "USD"),
)
MEASURES: Final = {measure.name: measure for measure in _ALL}


def measure_of(name: str) -> Measure:
    """The measure of that name; one that isn't known here is the recipe's own, of which more is better."""
    return MEASURES.get(name) or Measure(name, "The recipe's own metric.", "own", "points")
