"""A job's request held against a model, with findings in Azure's shape."""

from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel

from local_azure.errors import AzureError

Checked = TypeVar("Checked", bound=BaseModel)


class Member(BaseModel):
    """A part of a request: names as Azure writes them, members that aren't known here are let through."""

    model_config = ConfigDict(alias_generator=to_camel, extra="allow", frozen=True)


def checked(kind: type[Checked], value: Any, where: str) -> Checked:  # noqa: ANN401 -- JSON
    """Returns a value as the model that it must be.

    Args:
        kind: The model.
        value: What was sent.
        where: What the value is called in findings.

    Raises:
        AzureError: 400 naming each member, what was sent and what is allowed.
    """
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        raise _invalid(error, where) from error


def _invalid(error: ValidationError, where: str) -> AzureError:
    details = [
        {
            "code": "UserError",
            "target": ".".join([where, *map(str, finding["loc"])]),
            "message": f"{finding['msg']}, not {finding['input']!r}",
        }
        for finding in error.errors()
    ]
    message = "The job is not valid: " + "; ".join(f"{detail['target']}: {detail['message']}" for detail in details)
    return AzureError(400, "UserError", message, target=details[0]["target"], details=details)
