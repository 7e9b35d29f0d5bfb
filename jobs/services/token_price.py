"""What tokens of a recipe's models cost, as far as it is known."""

from catalogue.prices import prices
from jobs.domain.evaluation.figures import TokenPrice
from jobs.domain.recipe import Recipe


def token_price(recipe: Recipe, *, tuned: bool) -> TokenPrice | None:
    """The recipe's price, or the catalogue's, which Azure OpenAI asks for a model and for those tuned from it."""
    said = recipe.evaluation.tuned_price if tuned else recipe.evaluation.base_price
    if said is not None:
        return TokenPrice(said.input, said.output, said.source)
    row = prices().tokens.get(recipe.model) if recipe.method == "openai" else None
    return TokenPrice(row.input, row.output, f"{row.source}, {row.as_of}") if row else None
