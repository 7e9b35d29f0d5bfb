"""Doing many things of which each may fail without keeping the others."""

from collections.abc import Callable, Iterator

from infra.provider.errors import ArmError, NoAnswerError, OwnResourceError

Step = tuple[str, Callable[[], None]]
"""What is acted on, and the act."""


def attempt(steps: Iterator[Step]) -> Iterator[str]:
    """Does every step and gives what failed, with its reason; also when the steps themselves can't be told."""
    try:
        for what, act in steps:
            try:
                act()
            except (ArmError, NoAnswerError, OwnResourceError) as failure:
                yield f"{what}: {failure}"
    except (ArmError, NoAnswerError) as refused:  # what is there couldn't be listed
        yield str(refused)
