"""Which resources of a template wait for which: dependsOn, references and serial copies; never in a circle."""

from collections.abc import Iterator, Mapping, Sequence

from local_azure.deployments.language.errors import ExpressionError, NotHereError
from local_azure.deployments.language.evaluation import evaluate
from local_azure.deployments.language.scope import UnknownYetError
from local_azure.deployments.language.values import calls_in
from local_azure.deployments.refusals import invalid_template
from local_azure.deployments.template.nesting import own_members
from local_azure.deployments.template.resources import Planned

Dependencies = Mapping[str, frozenset[str]]
"""Of each resource, by its id in lower case, the ids of those that are written before it."""


def dependencies(planned: Sequence[Planned], names: "Names") -> Dependencies:
    """Returns what each resource waits for.

    Args:
        planned: The resources that are written.
        names: Finds them, and those that aren't written, by what templates call them.

    Raises:
        AzureError: 400 InvalidTemplate: something isn't in the template, or resources wait for each other.
    """
    written = {one.id.lower() for one in planned}
    found = {one.id.lower(): frozenset(_of(one, names) & written - {one.id.lower()}) for one in planned}
    _check_no_circle(planned, found)
    return found


class Names:
    """Finds a template's resources by what its expressions call them.

    Args:
        planned: All resources of the template, those that aren't written too.
    """

    def __init__(self, planned: Sequence[Planned]) -> None:
        self._found: dict[str, list[Planned]] = {}
        self._batches: dict[tuple[str, int], list[Planned]] = {}
        for one in planned:
            symbol, _, _index = one.symbol.partition("[")
            base_name = one.name.split("/")[-1]
            for key in {one.id, one.name, base_name, f"{one.type}/{one.name}", one.copy, one.symbol, symbol} - {""}:
                self._found.setdefault(key.lower(), []).append(one)
            if one.batch is not None:
                self._batches.setdefault((one.copy, one.batch), []).append(one)

    def all(self, name: str) -> list[Planned]:
        """Returns all resources of an id, a name, a symbolic name or a copy loop."""
        return self._found.get(name.lower().strip("/"), []) or self._found.get(name.lower(), [])

    def one(self, name: str) -> Planned | None:
        """Returns the resource of an id, a name or a symbolic name; None where there isn't exactly one."""
        every = self.all(name)
        found = [one for one in every if one.is_written] or every
        exact = [one for one in found if name.lower() in (one.id.lower(), one.symbol.lower())]
        return exact[0] if exact else found[0] if len(found) == 1 else None

    def batch_before(self, one: Planned) -> list[Planned]:
        """Returns the resources of a serial copy loop that are written just before one of it."""
        return [] if not one.batch else self._batches.get((one.copy, one.batch - 1), [])


def _of(one: Planned, names: Names) -> set[str]:
    waited = {each.id.lower() for each in names.batch_before(one)}
    for name in one.wanted_first:
        first = names.all(name)
        if not first:
            raise invalid_template(
                f"The resource '{name}' is not defined in the template. "
                "Please see https://aka.ms/arm-syntax for usage details"
            )
        waited |= {each.id.lower() for each in first}
    for target in _referenced(one):
        referenced = names.one(target)
        if referenced is not None:
            waited.add(referenced.id.lower())
    return waited


def _referenced(one: Planned) -> Iterator[str]:
    for call in calls_in(own_members(one)):
        is_asking = call.name.lower() == "reference" or call.name.lower().startswith("list")
        if not is_asking or not call.arguments:
            continue
        try:
            target = evaluate(call.arguments[0], one.scope)
        except (ExpressionError, NotHereError, UnknownYetError):
            continue  # it is told when the resource itself is evaluated
        if isinstance(target, str):
            yield target


def _check_no_circle(planned: Sequence[Planned], found: Dependencies) -> None:
    left = {one.id.lower(): set(found[one.id.lower()]) for one in planned}
    ready = [key for key, waited in left.items() if not waited]
    waiting: dict[str, list[str]] = {}
    for key, waited in left.items():
        for each in waited:
            waiting.setdefault(each, []).append(key)
    while ready:
        done = ready.pop()
        del left[done]
        for key in waiting.get(done, ()):
            left[key].discard(done)
            if not left[key]:
                ready.append(key)
    if left:
        circular = next(one.id for one in planned if one.id.lower() in left)
        raise invalid_template(
            f"Circular dependency detected on resource: '{circular}'. "
            "Please see https://aka.ms/arm-syntax-resources for usage details"
        )
