"""How the service behind online endpoints refuses a body: ARM's BadRequest around its own list of errors."""

import json

from local_azure.errors import AzureError


def invalid(message: str, member: str = "") -> AzureError:
    """Returns the 400 for a body that the service can't accept.

    The shape is that of azureml-examples issue 1930 and azure-sdk-for-python issue 35109; the texts are this module's
    callers'.

    Args:
        message: What is wrong, and what to do.
        member: The member it is about, such as ``Traffic``; empty for the whole.
    """
    errors = {"errors": {member: [message]}, "title": "One or more validation errors occurred."}
    details = [{"code": "InferencingClientCallFailed", "message": json.dumps(errors)}]
    return AzureError(400, "BadRequest", "The request is invalid.", target=member or None, details=details)
