"""What commands that judge a model end with: the recipe to try next, where something failed."""

from pathlib import Path

from cli.output import say
from jobs.domain.evaluation.fitting import Fit
from jobs.domain.evaluation.gate import Verdict
from jobs.domain.recipe import Recipe

FILE = Path("build") / "next-recipe.yaml"


def propose_next(recipe: Recipe, verdict: Verdict, fit: Fit | None, train_rows: int, file: Path = FILE) -> str | None:
    """Writes the proposal and says so; gives the file, none where nothing failed."""
    from jobs.domain.next_recipe import next_recipe
    from jobs.services.propose import write_proposal

    proposal = next_recipe(recipe, verdict, fit, train_rows)
    if proposal is None:
        return None
    write_proposal(proposal, file)
    change = proposal.change
    told = f"tuning.{change.key}: {change.before} -> {change.after}, {change.why}" if change else "see its comments"
    say(f"to try next: {file} ({told})")
    return str(file)
