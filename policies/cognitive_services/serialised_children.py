"""The children of one account are made one after the other."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import Finding, Policy
from policies.resources import UNKNOWN, Resource, Stack

CHILDREN = tuple(
    f"azure-native:cognitiveservices:{kind}"
    for kind in ("Deployment", "Project", "RaiPolicy", "RaiBlocklist", "AccountConnection")
)


def check(stack: Stack, _context: Context) -> Iterator[Finding]:
    """Of two children of one account, one must come after the other, over whatever lies between."""
    order = _Order(stack)
    children = stack.of(*CHILDREN)
    for index, one in enumerate(children):
        for other in children[:index]:
            if _share_account(stack, one, other) and not (order.after(one, other) or order.after(other, one)):
                yield Finding(f"nothing says whether {one.name} or {other.name} comes first", one)


POLICY = Policy(
    name="cognitive-services-serialised-children",
    summary="Deployments, projects and filters of one account are made one after the other.",
    reason="Azure refuses parallel writes under one account with 409 RequestConflict, which the provider doesn't "
    "repeat; destroy meets the same.",
    fix="let each child depend on the one before it (`after=[account.ready]`)",
    severity="medium",
    check_stack=check,
)


class _Order:
    """What comes after what, over any number of steps."""

    def __init__(self, stack: Stack) -> None:
        self._direct = {each.urn: set(each.depends_on) for each in stack.resources}
        self._all: dict[str, frozenset[str]] = {}

    def after(self, one: Resource, other: Resource) -> bool:
        return other.urn in self._before(one.urn)

    def _before(self, urn: str) -> frozenset[str]:
        if urn not in self._all:
            self._all[urn] = frozenset()  # ends the search should two name each other
            direct = self._direct.get(urn, set())
            self._all[urn] = frozenset(direct).union(*(self._before(each) for each in direct))
        return self._all[urn]


def _share_account(stack: Stack, one: Resource, other: Resource) -> bool:
    names = (one.get("accountName"), other.get("accountName"))
    if UNKNOWN not in names and names[0] is not None:
        return bool(names[0] == names[1])
    return bool(stack.meant_by(one, "accountName") & stack.meant_by(other, "accountName"))
