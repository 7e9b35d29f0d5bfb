"""Style that a recipe states as rules, and that a program can check answer by answer."""

import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

_MARKDOWN = re.compile(r"^\s*(?:[-*+]\s|\d+[.)]\s|#{1,6}\s|>\s|```|\|)|\*\*|__|`|\[[^\]]*\]\(", re.MULTILINE)


class StyleRules(BaseModel):
    """What every answer has to be like; rules that aren't given don't count.

    The rules are deliberately few and exact: no model judges them, so that two runs always agree.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    starts_with: Annotated[str | None, Field(description="The text that every answer begins with.")] = None
    ends_with: Annotated[str | None, Field(description="The text that every answer ends with.")] = None
    maximum_words: Annotated[int | None, Field(ge=1, description="The most words in an answer.")] = None
    minimum_words: Annotated[int | None, Field(ge=1, description="The fewest words in an answer.")] = None
    question_marks: Annotated[int | None, Field(ge=0, description="How many question marks an answer has.")] = None
    no_markdown: Annotated[bool, Field(description="No lists, headings, emphasis, code or links.")] = False
    single_paragraph: Annotated[bool, Field(description="No line breaks.")] = False
    no_emoji: Annotated[bool, Field(description="No pictographs.")] = False

    def broken_by(self, answer: str) -> tuple[str, ...]:
        """Says which rules an answer breaks, as sentences; nothing when it keeps all."""
        answer = answer.strip()
        return (*self._edges(answer), *self._counts(answer), *self._looks(answer))

    def any_given(self) -> bool:
        """Whether there is any rule to keep."""
        return self != StyleRules()

    def _edges(self, answer: str) -> Iterator[str]:
        if self.starts_with is not None and not answer.startswith(self.starts_with.strip()):
            yield f"doesn't start with '{self.starts_with.strip()}'"
        if self.ends_with is not None and not answer.endswith(self.ends_with.strip()):
            yield f"doesn't end with '{self.ends_with.strip()}'"

    def _counts(self, answer: str) -> Iterator[str]:
        words, questions = len(answer.split()), answer.count("?")
        if self.maximum_words is not None and words > self.maximum_words:
            yield f"{words} words, at most {self.maximum_words}"
        if self.minimum_words is not None and words < self.minimum_words:
            yield f"{words} words, at least {self.minimum_words}"
        if self.question_marks is not None and questions != self.question_marks:
            yield f"{questions} question marks, not {self.question_marks}"

    def _looks(self, answer: str) -> Iterator[str]:
        if self.no_markdown and _MARKDOWN.search(answer):
            yield "has markdown"
        if self.single_paragraph and "\n" in answer:
            yield "has line breaks"
        if self.no_emoji and any(_is_emoji(character) for character in answer):
            yield "has an emoji"


def _is_emoji(character: str) -> bool:
    """Emoji live in the supplementary symbol planes and in Miscellaneous Symbols and Dingbats (Unicode 16)."""
    return "\U0001f000" <= character <= "\U0001faff" or "\u2600" <= character <= "\u27bf"
