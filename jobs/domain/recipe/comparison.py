"""What a recipe's models are asked side by side, and under which system prompts."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from jobs.domain.recipe.section import Section


class SideBySide(Section):
    """Questions for `tunestack compare`; paths are relative to the recipe.

    The tuned model is asked under the system prompt of its training rows. The base model is asked under the same and
    under each of the named ones, so that what a better prompt does can be weighed against what tuning does.
    """

    questions: Annotated[
        Path | None,
        Field(strict=False, description="Lines of text, or JSON Lines with `question`, `prompt` or `messages`."),
    ] = None
    one_conversation: Annotated[
        bool, Field(description="Ask the questions one after the other in one conversation, each with all before it.")
    ] = False
    probe: Annotated[str | None, Field(min_length=1, description="A question asked by itself under every prompt.")] = (
        None
    )
    prompts: dict[str, str] = Field(
        default_factory=dict,
        description="System prompts by name: their text (empty for none), or the path of a .txt or .md file.",
    )
    seed: Annotated[int, Field(description="Shuffles which answer is called A and which B in a blind comparison.")] = 0
