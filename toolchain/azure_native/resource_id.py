"""Resource ids: built from a type's path and the inputs, and taken apart again."""

import re
from collections.abc import Mapping
from urllib.parse import quote, unquote

from catalogue.resource_types import ResourceType
from toolchain.azure_native.errors import ProviderError

WHOLE_IDS = frozenset({"scope", "resourceUri", "resourceId", "parentResourcePath", "resourceType"})
"""Path parameters that are ids or parts of them: written as they are, without the slashes around them."""


def build_id(row: ResourceType, inputs: Mapping[str, object], subscription_id: str) -> str:
    """Fills the path of a type with the inputs.

    Raises:
        ProviderError: an input that the path needs is missing.
    """
    resource_id = row.path
    for parameter in row.parameters:
        value = inputs.get(parameter, subscription_id if parameter == "subscriptionId" else None)
        if value is None:
            raise ProviderError(f"missing required property '{parameter}' of {row.token or row.type}")
        written = str(value).strip("/") if parameter in WHOLE_IDS else quote(str(value), safe="")
        resource_id = resource_id.replace(f"{{{parameter}}}", written)
    return resource_id


def parse_id(row: ResourceType, resource_id: str) -> dict[str, str]:
    """Reads the path parameters out of an id, in any case; subscriptionId is not among them, for it is no input.

    Raises:
        ProviderError: the id isn't one of that type.
    """
    pattern = re.escape(row.path)
    for parameter in row.parameters:
        kind = ".+" if parameter in WHOLE_IDS else "[^/]+"
        pattern = pattern.replace(re.escape(f"{{{parameter}}}"), f"(?P<{parameter}>{kind})")
    matched = re.fullmatch(pattern, resource_id, re.IGNORECASE)
    if matched is None:
        raise ProviderError(f"'{resource_id}' is not an id of {row.type}; it must look like {row.path}")
    found = matched.groupdict()
    return {
        name: value if name in WHOLE_IDS else unquote(value)
        for name, value in found.items()
        if name != "subscriptionId"
    }
