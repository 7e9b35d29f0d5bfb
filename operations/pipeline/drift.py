"""Whether what is there is still what was declared: a refresh that changes nothing and wants nothing changed."""

from operations.pipeline.pulumi import Pulumi
from operations.programs import ProgramError


def drift(pulumi: Pulumi) -> int:
    """Compares the stack's state with Azure; exit code 1 when they differ, after Pulumi has shown how."""
    try:
        pulumi.run("refresh", "--preview-only", "--diff", "--expect-no-changes")
    except ProgramError as error:
        return max(error.code, 1)
    return 0
