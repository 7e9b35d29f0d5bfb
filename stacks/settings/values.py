"""What settings are made of: strict models, texts for tags, and ids of Azure resources of one type."""

import re
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

TagValue = Annotated[str, StringConstraints(min_length=1, max_length=256)]
"""Azure allows tag values of up to 256 characters (azure-docs tag-resources, 2026-10)."""

_GROUP: Final = r"/subscriptions/[0-9a-fA-F-]{36}/resourceGroups/[^/]+"


class Setting(BaseModel):
    """A setting with members: unknown ones are refused, nothing is converted, nothing changes afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def refused(reason: str, value: object, key: str = "") -> PydanticCustomError:
    """Gives the error for a value that is well-formed and still can't be used.

    Args:
        reason: Why, and what is allowed.
        value: What was given.
        key: The setting, dotted; may be left out where a single field is validated.
    """
    return PydanticCustomError("refused", "{reason}", {"reason": reason, "value": value, "key": key})


def id_of(arm_type: str) -> AfterValidator:
    """Gives the check for settings that hold the id of an existing resource of this ARM type."""
    namespace, *types = arm_type.split("/")
    path = "".join(f"/{each}/[^/]+" for each in types)
    resource_group = arm_type == "Microsoft.Resources/resourceGroups"
    pattern = re.compile(_GROUP + ("" if resource_group else f"/providers/{re.escape(namespace)}{path}"), re.IGNORECASE)

    def check(value: str) -> str:
        if not pattern.fullmatch(value):
            raise refused(f"it is no resource id of a {arm_type}", value)
        return value

    return AfterValidator(check)
