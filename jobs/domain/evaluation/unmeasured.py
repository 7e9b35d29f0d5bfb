"""Why a figure that people look for isn't there."""

from collections.abc import Collection

from jobs.domain.recipe import Recipe


def why_unmeasured(recipe: Recipe, measured: Collection[str]) -> dict[str, str]:
    """The usual metrics that an evaluation has none of, with the reason, by name."""
    settings = recipe.evaluation
    reasons = {
        "perplexity": "the job reported no loss of its base model on the validation rows (none before the first step)"
        if recipe.tuning.row_format == "chat"
        else "the loss on pairs or labels isn't one of tokens",
        "answer_tokens": "an endpoint didn't count the tokens of its answers",
        "price_per_answer": "an endpoint didn't count tokens, or nobody has written down what they cost: the recipe's "
        "evaluation.base_price and evaluation.tuned_price can say it",
    }
    if not recipe.style.any_given():
        reasons["style"] = "the recipe states no rules of style"
    if not settings.safety_probes:
        reasons["safety_answered"] = "the recipe leaves the safety probes out"
    return {name: reason for name, reason in reasons.items() if name not in measured}
