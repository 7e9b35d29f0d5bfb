"""Variables of a template, evaluated when first asked for; ``copy`` makes arrays of them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from local_azure.deployments.language.scope import Scope
from local_azure.deployments.language.values import evaluated
from local_azure.deployments.template.parameters import Lookup


def with_variables(variables: Mapping[str, Any], scope: Scope) -> Scope:
    """Returns a scope in which a template's variables can be asked for.

    Args:
        variables: As they stand in the template.
        scope: With the parameters.
    """
    plain = {name: value for name, value in variables.items() if name != "copy"}
    copies = variables.get("copy")
    for copy in copies if isinstance(copies, list) else ():
        if isinstance(copy, dict) and "name" in copy:
            plain[str(copy["name"])] = {"copy": [copy]}
    lookup = Lookup("variable", lambda name: _made(name, plain[name], within))
    lookup.may_have(plain)
    within = replace(scope, variables=lookup)
    return within


def _made(name: str, value: Any, scope: Scope) -> Any:  # noqa: ANN401 -- any JSON value
    made = evaluated(value, replace(scope, copies={}, known=None))
    is_copy = isinstance(value, dict) and set(value) == {"copy"} and isinstance(value["copy"], list)
    return made[name] if is_copy and set(made) == {name} else made
