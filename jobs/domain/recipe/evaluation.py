"""How a recipe's models are asked, and what their answers are held against."""

from typing import Annotated

from pydantic import Field

from jobs.domain.evaluation.judging import JudgeSettings
from jobs.domain.evaluation.rules import AnswerRules
from jobs.domain.recipe.section import Section

Usd = Annotated[float, Field(ge=0, strict=False)]
MetricPath = Annotated[str, Field(pattern=r"^[A-Za-z_][\w.-]*(:[A-Za-z_]\w*)?$")]


class TokenPrices(Section):
    """USD for a million tokens, hosting not included."""

    input: Annotated[Usd, Field(description="Of prompts.")]
    output: Annotated[Usd, Field(description="Of answers.")]
    source: Annotated[str, Field(min_length=1, description="Who says so, and when.")]


class Evaluation(Section):
    """How both models are asked."""

    max_tokens: Annotated[int, Field(ge=1, le=4096, description="Longest answer.")] = 160
    temperature: Annotated[float, Field(ge=0, le=2, description="0 for the same answers every time.")] = 0.0
    maximum_rows: Annotated[int, Field(ge=1, description="Questions to ask at most, always the same ones.")] = 100
    requests_at_once: Annotated[int, Field(ge=1, le=64, description="Requests in flight to each endpoint.")] = 8
    seed: Annotated[int, Field(description="Of the bootstrap.")] = 0
    rules: Annotated[AnswerRules, Field(description="What answers must be, beyond their style.")] = AnswerRules()
    labels: Annotated[
        tuple[Annotated[str, Field(min_length=1)], ...],
        Field(strict=False, description="Classification: the labels that answers are."),
    ] = ()
    safety_probes: Annotated[
        bool, Field(description="Ask both models what a careful assistant declines, and compare who answers more.")
    ] = True
    metrics: Annotated[
        tuple[MetricPath, ...],
        Field(
            strict=False,
            description="Own metrics: names of entry points of the group tunestack.metrics, or module:function.",
        ),
    ] = ()
    judge: Annotated[JudgeSettings | None, Field(description="A model that marks the answers.")] = None
    base_price: Annotated[TokenPrices | None, Field(description="What tokens of the base model cost.")] = None
    tuned_price: Annotated[TokenPrices | None, Field(description="What tokens of the tuned model cost.")] = None
