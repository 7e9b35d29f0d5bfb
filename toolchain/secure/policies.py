"""The policy pack's verdict on what a stack's state says was declared."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from policies.context import read_context
from policies.evaluation import Violation, evaluate
from policies.levels import levels, options
from policies.pack import policies
from policies.resources import Resource, Stack


@dataclass(frozen=True)
class PolicyVerdict:
    """How many policies looked at a stack, and what stands against it; advisory findings are told, no more."""

    evaluated: int
    violations: list[Violation]

    @property
    def mandatory(self) -> list[Violation]:
        """Those that would end an update."""
        return [one for one in self.violations if one.level == "mandatory"]


def judge(state: Mapping[str, Any], settings: Mapping[str, Any]) -> PolicyVerdict:
    """Runs the policies over a stack.

    Args:
        state: As `pulumi stack export` gives it.
        settings: The stack file's values by full key.
    """
    configuration = {key: value if isinstance(value, str) else json.dumps(value) for key, value in settings.items()}
    context = read_context(configuration, {})
    wanted = levels(policies(), context, configuration)
    stack = Stack(tuple(_resource(each) for each in state["deployment"]["resources"]))
    found = evaluate(policies(), stack, context, levels=wanted, options=options(policies(), configuration))
    return PolicyVerdict(sum(level != "disabled" for level in wanted.values()), found)


def _resource(stored: Mapping[str, Any]) -> Resource:
    return Resource(
        stored["type"],
        stored["urn"].rsplit("::", 1)[1],
        stored.get("inputs", {}),
        urn=stored["urn"],
        protect=stored.get("protect", False),
        parent=stored.get("parent", ""),
        depends_on=tuple(stored.get("dependencies") or ()),
        refers_to={name: tuple(urns or ()) for name, urns in (stored.get("propertyDependencies") or {}).items()},
    )
