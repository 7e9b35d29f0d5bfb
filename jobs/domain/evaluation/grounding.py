"""How much of an answer stands in the text that it was given: by words, not by meaning."""

import re

_WORD = re.compile(r"\d[\d.,:]*\d|\d|[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?]\s+|\n\s*)[\"'(]*$")
_SHORTEST_CONTENT_WORD = 4
_COMMON_TEXT = """
about above after again against also always because been before being below between both cannot
could does doing down during each even ever every first from further have having here hers into
itself just keep like made make many might more most much must need never next once only other over
please same shall should since some still such sure take than that their them then there these they
this those through under until upon very want well were what when where which while will with within
without would your yours yourself
"""
_COMMON = frozenset(_COMMON_TEXT.split())


def groundedness(answer: str, context: str) -> float:
    """The share of an answer's content words, numbers and names that the context has too; 0 to 1.

    Content words are those of at least four letters that aren't among English's most common; endings in -s, -ed and
    -ing are taken off. It measures overlap alone: a paraphrase counts as ungrounded, a false sentence made of the
    context's words as grounded.

    Returns:
        1 where the answer has nothing to be grounded: a greeting makes nothing up.
    """
    claimed = _claims(answer)
    known = {_stem(word) for word in _WORD.findall(context)}
    return sum(claim in known for claim in claimed) / len(claimed) if claimed else 1.0


def _claims(answer: str) -> list[str]:
    """The words that say something, as often as they do."""
    claims = []
    for found in _WORD.finditer(answer):
        word = found.group()
        is_name = word[0].isupper() and not _SENTENCE_START.search(answer[: found.start()])
        if word[0].isdigit() or is_name or (len(word) >= _SHORTEST_CONTENT_WORD and word.lower() not in _COMMON):
            claims.append(_stem(word))
    return claims


def _stem(word: str) -> str:
    word = word.lower().rstrip(".,:")
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_CONTENT_WORD - 1:
            return word.removesuffix(ending).rstrip("e")
    return word.rstrip("e") if len(word) > _SHORTEST_CONTENT_WORD else word
