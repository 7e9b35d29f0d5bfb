"""What roles allow, against an oracle that tries every way a wildcard could stand for something."""

from collections.abc import Sequence
from functools import cache

from hypothesis import assume, given
from hypothesis import strategies as st

from local_azure.role_permissions import Permission

# Few and short parts, so that patterns and actions often meet.
PART = st.sampled_from(["a", "b", "ab", "read", "write"])
ACTION = st.lists(PART, min_size=1, max_size=4).map("/".join)
PATTERN = st.lists(PART | st.sampled_from(["*", "*", "a*", "*b"]), min_size=1, max_size=4).map("/".join)
PATTERNS = st.lists(PATTERN, max_size=3)
CASE = st.sampled_from([str.lower, str.upper, str.title])


@cache
def stands_for(pattern: str, text: str) -> bool:
    """Whether a pattern stands for a text: ``*`` for anything, and a ``/*/`` between two parts for one slash too."""
    if pattern.startswith("/*/") and stands_for(pattern[2:], text):
        return True
    if not pattern or not text:
        return pattern.strip("*") == "" and not text
    if pattern[0] == "*":
        return stands_for(pattern[1:], text) or stands_for(pattern, text[1:])
    return pattern[0] == text[0] and stands_for(pattern[1:], text[1:])


def expected(allowed: Sequence[str], taken_out: Sequence[str], action: str) -> bool:
    return any(stands_for(each.lower(), action.lower()) for each in allowed) and not any(
        stands_for(each.lower(), action.lower()) for each in taken_out
    )


@given(allowed=PATTERNS, taken_out=PATTERNS, action=ACTION, case=CASE)
def test_a_permission_allows_what_its_patterns_stand_for(
    allowed: list[str], taken_out: list[str], action: str, case: object
) -> None:
    assert callable(case)
    control = Permission(actions=tuple(allowed), not_actions=tuple(taken_out))
    data = Permission(data_actions=tuple(allowed), not_data_actions=tuple(taken_out))
    assert control.allows(case(action), data=False) == expected(allowed, taken_out, action)
    assert data.allows(case(action), data=True) == expected(allowed, taken_out, action)


@given(allowed=PATTERNS, taken_out=PATTERNS, action=ACTION)
def test_actions_and_data_actions_say_nothing_of_each_other(
    allowed: list[str], taken_out: list[str], action: str
) -> None:
    assert not Permission(actions=tuple(allowed), not_actions=tuple(taken_out)).allows(action, data=True)
    assert not Permission(data_actions=tuple(allowed), not_data_actions=tuple(taken_out)).allows(action, data=False)
    both = Permission(actions=tuple(allowed), not_data_actions=("*",))
    assert both.allows(action, data=False) == expected(allowed, [], action)


@given(allowed=PATTERNS, taken_out=PATTERNS, more=PATTERN, action=ACTION)
def test_more_patterns_allow_more_and_more_exceptions_less(
    allowed: list[str], taken_out: list[str], more: str, action: str
) -> None:
    usual = Permission(actions=tuple(allowed), not_actions=tuple(taken_out)).allows(action, data=False)
    wider = Permission(actions=(*allowed, more), not_actions=tuple(taken_out)).allows(action, data=False)
    narrower = Permission(actions=tuple(allowed), not_actions=(*taken_out, more)).allows(action, data=False)
    assert wider >= usual >= narrower


@given(action=ACTION, inner=st.lists(PART, max_size=2))
def test_a_wildcard_between_slashes_covers_any_depth_and_none(action: str, inner: list[str]) -> None:
    first, *rest = action.split("/")
    assume(rest)
    deeper = "/".join([first, *inner, *rest])
    assert Permission(actions=(f"{first}/*/{'/'.join(rest)}",)).allows(deeper, data=False)
