"""Brings a stack to what is declared, after the checks that would find what Azure would refuse."""

from operations.pipeline.pulumi import Pulumi
from operations.programs import ProgramError
from operations.pulumi_summary import refused_by_policy


def up(pulumi: Pulumi) -> int:
    """Runs `tunestack doctor`, then `pulumi up`.

    Its preview isn't skipped: policies about a stack as a whole are asked at the end of it, before anything is changed.

    Returns:
        0 when it is up, 4 when a policy stands against it.

    Raises:
        ProgramError: One of them said no; it has shown why, and nothing was changed when it was the first.
    """
    pulumi.programs.run("tunestack", "doctor", "--stack", pulumi.stack)
    try:
        pulumi.run("up", "--yes")
    except ProgramError as error:
        if refused_by_policy(error.output):
            return 4
        raise
    return 0
