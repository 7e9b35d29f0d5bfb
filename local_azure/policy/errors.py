"""The refusals of policy rules and expressions that aren't ones."""

from local_azure.errors import AzureError


def invalid_rule(reason: str) -> AzureError:
    """Returns the 400 for a policy rule that Azure's structure of definitions doesn't have."""
    return AzureError(400, "InvalidPolicyRule", f"The policy definition's rule is invalid: {reason}")


def invalid_expression(text: str, reason: str) -> AzureError:
    """Returns the 400 for a template expression that can't be read or evaluated."""
    return AzureError(400, "InvalidPolicyRule", f"The expression '{text}' of the policy is invalid: {reason}")
