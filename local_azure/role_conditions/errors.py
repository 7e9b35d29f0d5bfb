"""The refusal of a condition that isn't one."""

from local_azure.errors import AzureError


def invalid_condition(reason: str) -> AzureError:
    """Returns the 400 for a condition that Azure's grammar doesn't have; the code is from memory.

    The text is that of azure-docs conditions-troubleshoot (2024-02), with the reason added.
    """
    return AzureError(
        400, "InvalidRoleAssignmentCondition", f"The given role assignment condition is invalid. {reason}"
    )
