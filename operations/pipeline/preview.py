"""What a change would do to a stack, with the policy pack's verdict, as one comment for a pull request."""

from pathlib import Path
from typing import Final

from operations.pipeline.pulumi import ROOT, Pulumi
from operations.programs import ProgramError
from operations.pulumi_summary import planned_counts, refused_by_policy

COMMENT_CHARACTERS: Final = 60_000
"""GitHub takes comments of up to 65,536 characters (GitHub REST API documentation, issues/comments, 2026)."""

VERDICTS: Final = {0: "can be applied", 4: "is refused by a policy"}


def preview(pulumi: Pulumi, folder: Path = ROOT / "build") -> int:
    """Previews the stack and writes ``preview-STACK.md``, for a comment.

    Returns:
        0 when it could be applied, 4 when a policy stands against it, else Pulumi's own exit code.
    """
    try:
        output, code = pulumi.run("preview", "--diff").output, 0
    except ProgramError as error:
        output, code = error.output, 4 if refused_by_policy(error.output) else error.code
    folder.mkdir(exist_ok=True)
    (folder / f"preview-{pulumi.stack}.md").write_text(comment(pulumi.stack, output, code), encoding="utf-8")
    return code


def comment(stack: str, output: str, code: int) -> str:
    """Gives the comment: the verdict and the counts first, all that Pulumi said folded below."""
    counts = ", ".join(f"{count} {kind}" for kind, count in planned_counts(output).items()) or "no changes"
    verdict = VERDICTS.get(code, f"failed with exit code {code}")
    shown = output if len(output) <= COMMENT_CHARACTERS else f"{output[:COMMENT_CHARACTERS]}\n... cut here"
    fence = "`" * 4
    return (
        f"### `{stack}` {verdict}: {counts}\n\n"
        f"<details><summary>pulumi preview --diff</summary>\n\n{fence}diff\n{shown.rstrip()}\n{fence}\n\n</details>\n"
    )
