"""Moments as OpenAI's API writes them: whole seconds since 1970."""

from local_azure.platform import Platform


def seconds_now(platform: Platform) -> int:
    """Returns the time in seconds since 1970."""
    return int(platform.clock.now().timestamp())
