"""The next recipe written down: a file that runs as it is, with the reasons as comments."""

from pathlib import Path

import yaml

from jobs.domain.next_recipe import Proposal


def write_proposal(proposal: Proposal, file: Path) -> None:
    """Writes the proposed recipe, its data where they are on this machine.

    Args:
        proposal: what to try next.
        file: where it goes, over one that is there.
    """
    document = proposal.recipe.model_dump(mode="json", exclude_defaults=True)
    document["tuning"] = {"method": proposal.recipe.method, **document["tuning"]}
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"# {line}" for line in _reasons(proposal)]
    text = yaml.safe_dump(document, sort_keys=False, allow_unicode=True)
    file.write_text("\n".join([*lines, text]), encoding="utf-8")


def _reasons(proposal: Proposal) -> list[str]:
    change = proposal.change
    told = (
        f"tuning.{change.key}: {change.before} -> {change.after}: {change.why}"
        if change
        else "No hyperparameter explains it: the recipe is as it was."
    )
    return ["The recipe to try next, from what failed.", told, *[f"Besides: {advice}" for advice in proposal.advice]]
