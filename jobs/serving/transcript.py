"""Turns tokens into text as they come: holds back what may still change, and ends before a stop text."""

from typing import Any


class Transcript:
    """The text of one answer.

    Args:
        tokenizer: Turns tokens into text.
        stops: Texts to end before.
    """

    def __init__(self, tokenizer: Any, stops: tuple[str, ...]) -> None:  # noqa: ANN401 -- transformers' tokenizers
        self._tokenizer = tokenizer
        self._stops = stops
        self._tokens: list[int] = []
        self._told = 0
        self.stopped = False

    @property
    def tokens(self) -> int:
        """How many tokens there are."""
        return len(self._tokens)

    def add(self, token: int) -> str:
        """Adds a token and returns the text that is certain now and wasn't before."""
        self._tokens.append(token)
        text = self._text()
        found = [at for stop in self._stops if (at := text.find(stop)) >= 0]
        if found:
            self.stopped = True
            return self._tell(text[: min(found)])
        # Characters of several bytes come in several tokens; a stop text may have begun.
        certain = text.rstrip("\ufffd")
        return self._tell(certain[: len(certain) - self._begun_stop(certain)])

    def finish(self) -> str:
        """Returns what was held back."""
        return self._tell(self._text())

    def _text(self) -> str:
        return str(self._tokenizer.decode(self._tokens, skip_special_tokens=True))

    def _tell(self, text: str) -> str:
        new = text[self._told :]
        self._told = max(self._told, len(text))
        return new

    def _begun_stop(self, text: str) -> int:
        lengths = (size for stop in self._stops for size in range(1, len(stop)) if text.endswith(stop[:size]))
        return max(lengths, default=0)
