"""How strictly each policy is meant for a stack: everything mandatory in prod, laxer where levels.yaml says so."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, get_args

import yaml

from policies.context import Context, PolicyConfigurationError
from policies.policy import Level, Policy

FILE: Final = Path(__file__).with_suffix(".yaml")
LEVELS_KEY: Final = "policies:levels"
OPTIONS_KEY: Final = "policies:options"


def levels(policies: tuple[Policy, ...], context: Context, configuration: Mapping[str, str]) -> dict[str, Level]:
    """Gives the level of each policy for a stack.

    Args:
        policies: All policies.
        context: The stack's own settings.
        configuration: All values of the stack by full key; ``policies:levels`` is a map of its own levels.

    Raises:
        PolicyConfigurationError: ``policies:levels`` names a policy or a level that there isn't.
    """
    laxer = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    own = _map(LEVELS_KEY, configuration, policies)
    for name, level in own.items():
        if level not in get_args(Level):
            raise PolicyConfigurationError(
                f"{LEVELS_KEY}.{name} is {level!r}; allowed are {', '.join(get_args(Level))}"
            )
    found: dict[str, Level] = {each.name: "mandatory" for each in policies}
    found.update(laxer["environments"].get(context.environment, {}))
    found.update(laxer["identity_profiles"].get(context.identity_profile, {}))
    found.update(own)
    return found


def options(policies: tuple[Policy, ...], configuration: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Gives what each policy is configured with for a stack, from ``policies:options``.

    Raises:
        PolicyConfigurationError: It names a policy or an option that there isn't.
    """
    given = _map(OPTIONS_KEY, configuration, policies)
    known = {each.name: each.options for each in policies}
    for name, values in given.items():
        unknown = set(values) - set(known[name]) if isinstance(values, dict) else {str(values)}
        if unknown:
            raise PolicyConfigurationError(
                f"{OPTIONS_KEY}.{name} has no option {', '.join(sorted(unknown))}; "
                f"it has {', '.join(known[name]) or 'none'}"
            )
    return given


def _map(key: str, configuration: Mapping[str, str], policies: tuple[Policy, ...]) -> dict[str, Any]:
    text = configuration.get(key, "{}")
    try:
        given = json.loads(text)
    except json.JSONDecodeError:
        given = None
    if not isinstance(given, dict):
        raise PolicyConfigurationError(f"{key} is {text!r}; it must be a map by policy name")
    unknown = sorted(set(given) - {each.name for each in policies})
    if unknown:
        raise PolicyConfigurationError(f"{key} names {', '.join(unknown)}, which is no policy; see docs/policies.md")
    return given
