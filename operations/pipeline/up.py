"""Brings a stack to what is declared, after the checks that would find what Azure would refuse."""

from operations.pipeline.pulumi import Pulumi


def up(pulumi: Pulumi) -> int:
    """Runs `tunestack doctor`, then `pulumi up`.

    Raises:
        ProgramError: One of them said no; it has shown why, and nothing was changed when it was the first.
    """
    pulumi.programs.run("tunestack", "doctor", "--stack", pulumi.stack)
    pulumi.run("up", "--yes", "--skip-preview")
    return 0
