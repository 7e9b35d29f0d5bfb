"""How Azure names what model capacity is counted by: ``OpenAI.GlobalStandard.gpt-4o``, for tuned ones ``-finetune``."""


def usage_name(model_format: str, sku: str, model: str, *, tuned: bool) -> str:
    """Returns the name of a quota."""
    return f"{model_format}.{sku}.{model}{'-finetune' if tuned else ''}"


def usage_title(sku: str, model: str, *, tuned: bool) -> str:
    """Returns what a quota is called in usages and refusals."""
    # The regional quota names no SKU: azure-ai-docs model-matrix/quota.md, 2024-10-04.
    deployed_as = "" if sku == "Standard" else f" - {sku}"
    return f"Tokens Per Minute (thousands) - {model}{deployed_as}{' - finetune' if tuned else ''}"
