"""What stops the setup: each error names the part, the cause and the fix."""


class SetupError(Exception):
    """The setup can't go on.

    Args:
        part: what could not be made.
        cause: what went wrong.
        fix: what the reader can do about it.
    """

    def __init__(self, part: str, cause: str, fix: str) -> None:
        super().__init__(f"{part}: {cause}\n  Fix: {fix}")
        self.part = part
        self.cause = cause
        self.fix = fix


class CommandError(Exception):
    """A program ended with a failure.

    Args:
        command: the program's command line.
        exit_code: what it ended with; 127 when it could not be started.
        last_lines: the end of what it wrote.
    """

    def __init__(self, command: str, exit_code: int, last_lines: str) -> None:
        super().__init__(f"`{command}` ended with exit code {exit_code}:\n{last_lines}")
        self.exit_code = exit_code
        self.last_lines = last_lines
