"""The ``$filter`` of Microsoft.Authorization's lists: clauses joined with ``and``, each one known or refused."""

import re
from collections.abc import Mapping

from local_azure.errors import bad_request


def clauses(expression: str, known: Mapping[str, str]) -> dict[str, str]:
    """Takes a filter apart.

    Args:
        expression: The filter; may be empty.
        known: Pattern of each clause by its name; a group in it is the clause's value.

    Returns:
        The values of the clauses it has, "" where a clause has none.

    Raises:
        AzureError: 400 for a clause that isn't known.
    """
    found: dict[str, str] = {}
    for part in filter(None, (each.strip() for each in re.split(r"\s+and\s+", expression, flags=re.IGNORECASE))):
        for name, pattern in known.items():
            match = re.fullmatch(pattern, part, re.IGNORECASE)
            if match:
                found[name] = match.group(1) if match.groups() else ""
                break
        else:
            raise bad_request(
                f"The filter '{expression}' isn't understood. Joined with 'and' there can be: {', '.join(known)}.",
                code="InvalidFilterInQueryString",
                target="$filter",
            )
    return found
